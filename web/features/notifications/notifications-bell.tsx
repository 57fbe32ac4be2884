/** A bell in the frame of every page: what the reader is told, live. */
import { ActionIcon, Button, Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { listNotifications, type Notification, readNotifications } from '../../../src/features/notifications/schema.ts';
import { queryOf, useAction, usePages } from '../../queries.ts';
import { useStream } from '../../stream.ts';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { sayProblem } from '../settings/say.tsx';
import { kindWords, linkOf } from './kind-words.ts';
import styles from './notifications.module.css';

/** Without the stream the count is read again every few seconds, with it once in a while. */
const [unheard, heard] = [15_000, 120_000];

export function NotificationsBell() {
  const [isOpen, setOpen] = useState(false);
  const stream = useStream();
  const count = useQuery({
    ...queryOf(listNotifications, { query: { limit: 1 } }),
    refetchInterval: stream === 'live' ? heard : unheard,
  });
  const unread = count.data?.unread ?? 0;
  const label = unread === 0 ? 'Notifications' : `Notifications: ${unread} not read`;
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width="min(26rem, calc(100vw - 1rem))"
      trapFocus
      returnFocus
      withOverlay
      overlayProps={{ backgroundOpacity: 0.1 }}
    >
      <Popover.Target>
        <ActionIcon className={styles.bell ?? ''} aria-label={label} title={label} onClick={() => setOpen(!isOpen)}>
          <Icon name="bell" />
          {unread > 0 && (
            <span className={styles.count} aria-hidden="true">
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Notifications">
        {isOpen && <Panel unread={unread} onClose={() => setOpen(false)} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Panel({ unread, onClose }: { unread: number; onClose: () => void }) {
  const list = usePages(listNotifications, { query: { limit: 20 } });
  const read = useAction(readNotifications, { refresh: [listNotifications] });
  const take = (ids?: string[]) => void read.mutateAsync({ body: ids ? { ids } : {} }).catch(sayProblem);
  return (
    <>
      <div className={styles.head}>
        <h3>Notifications</h3>
        <span className="row">
          {unread > 0 && (
            <Button data-size="small" onClick={() => take()}>
              All read
            </Button>
          )}
          <Link to="/settings/profile" hash="notifications" className={styles.settings} onClick={onClose}>
            Settings
          </Link>
        </span>
      </div>
      <ul className={styles.list}>
        {list.rows?.map((one) => (
          <Entry
            key={one.id}
            notification={one}
            onOpen={() => {
              onClose();
              if (one.readAt === null) take([one.id]);
            }}
            onRead={() => take([one.id])}
          />
        ))}
      </ul>
      {list.rows?.length === 0 && (
        <EmptyState title="Nothing to tell you yet">
          New leads, promises that run out, answers and mentions stand here as they come.
        </EmptyState>
      )}
      {!list.rows && !list.error && <LoadingState lines={3} label="Loading notifications" />}
      {list.error && <ErrorState error={list.error} what="Notifications could not be loaded." retry={list.reload} />}
      {list.more && (
        <div className={styles.more}>
          <Button data-size="small" loading={list.more.busy} onClick={list.more.load}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}

type EntryProps = { notification: Notification; onOpen: () => void; onRead: () => void };

function Entry({ notification, onOpen, onRead }: EntryProps) {
  const { kind, text, at, readAt } = notification;
  return (
    <li className={styles.entry} data-unread={readAt === null}>
      <Link {...linkOf(notification)} className={styles.link} onClick={onOpen}>
        <span className={styles.kind}>
          <span>{kindWords[kind].short}</span>
          <TimeText at={at} as="ago" />
        </span>
        <bdi>{text}</bdi>
      </Link>
      {readAt === null && (
        <ActionIcon aria-label={`Mark as read: ${text}`} title="Mark as read" onClick={onRead}>
          <Icon name="check" />
        </ActionIcon>
      )}
    </li>
  );
}
