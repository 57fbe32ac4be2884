/** A bell in the frame of every page: notes in which somebody named the reader. */
import { ActionIcon, Button, Popover } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { listMentions, type Mention, readMentions } from '../../../src/features/notes/schema.ts';
import { queryOf, useAction } from '../../queries.ts';
import { Icon } from '../../ui/icon.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import { TimeText } from '../../ui/time-text.tsx';
import { sayProblem } from '../settings/say.tsx';
import styles from './notes.module.css';

/** So much of a note is enough to know whether to open it. */
const shown = 160;

export function MentionsBell() {
  const [isOpen, setOpen] = useState(false);
  const query = useQuery({ ...queryOf(listMentions, { query: { limit: 20 } }), refetchInterval: 60_000 });
  const read = useAction(readMentions, { refresh: [listMentions] });
  const unread = query.data?.unread ?? 0;
  const label = unread === 0 ? 'Mentions' : `Mentions: ${unread} not read`;
  const take = (noteIds?: string[]) => void read.mutateAsync({ body: noteIds ? { noteIds } : {} }).catch(sayProblem);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width="min(24rem, calc(100vw - 1rem))"
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
      <Popover.Dropdown p={0} aria-label="Mentions">
        <div className={styles.mentionsHead}>
          <h3>Mentions</h3>
          {unread > 0 && (
            <Button data-size="small" onClick={() => take()}>
              All read
            </Button>
          )}
        </div>
        <div className={styles.mentions}>
          {query.data?.data.map((mention) => (
            <Entry
              key={mention.note.id}
              mention={mention}
              onOpen={() => {
                setOpen(false);
                if (mention.readAt === null) take([mention.note.id]);
              }}
            />
          ))}
          {query.data?.data.length === 0 && (
            <EmptyState title="Nobody has mentioned you yet">
              A note that names you behind an “@” stands here, and comes by mail.
            </EmptyState>
          )}
          {!query.data && !query.error && <LoadingState lines={3} label="Loading mentions" />}
          {query.error && (
            <ErrorState error={query.error} what="Mentions could not be loaded." retry={() => void query.refetch()} />
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Entry({ mention: { note, by, at, readAt }, onOpen }: { mention: Mention; onOpen: () => void }) {
  const { kind, id, name } = note.about;
  const text = (
    <>
      <span className={styles.who}>
        <span>
          {by?.name ?? 'Somebody'} on <bdi>{name || 'a record without a name'}</bdi>
        </span>
        <span className="cap">
          <TimeText at={at} as="ago" />
        </span>
      </span>
      <bdi>{note.body.length > shown ? `${[...note.body].slice(0, shown).join('')}…` : note.body}</bdi>
    </>
  );
  const common = { className: styles.mention ?? '', 'data-unread': readAt === null, onClick: onOpen };
  if (kind === 'contact') {
    return (
      <Link to="/people/$contactId" params={{ contactId: id }} {...common}>
        {text}
      </Link>
    );
  }
  if (kind === 'account') {
    return (
      <Link to="/companies/$accountId" params={{ accountId: id }} {...common}>
        {text}
      </Link>
    );
  }
  return <div {...common}>{text}</div>;
}
