/** What people wrote and did, on the timeline: the text whole, and what can be done with it. */
import { ActionIcon, Menu } from '@mantine/core';
import { useState } from 'react';
import type { TimelineEntry } from '../../../src/features/contacts/schema.ts';
import { deleteNote } from '../../../src/features/notes/schema.ts';
import { useAction } from '../../queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Known } from '../../ui/known.tsx';
import { Tag } from '../../ui/tag.tsx';
import { EditActivityDialog, WithdrawActivityDialog } from '../activities/activity-form.tsx';
import { NoteBody } from '../notes/note-body.tsx';
import { EditNoteDialog } from '../notes/note-form.tsx';
import { refreshNotes } from '../notes/refresh.ts';
import { say } from '../settings/say.tsx';
import styles from './timeline.module.css';

type Work = NonNullable<TimelineEntry['record']>;

/** The words of a note or an activity. */
export function WorkBody({ entry }: { entry: TimelineEntry }) {
  const { record, detail } = entry;
  if (record === null) return null;
  return (
    <>
      {record.known !== null && <Known known={record.known} />}
      {record.withdrawn !== null && (
        <span className={styles.withdrawn}>
          <Tag>Withdrawn</Tag> <bdi>{record.withdrawn}</bdi>
        </span>
      )}
      {detail.body && (
        <span className={styles.body}>
          <NoteBody body={detail.body} mentions={record.mentions} />
        </span>
      )}
    </>
  );
}

export function WorkMenu({ entry }: { entry: TimelineEntry }) {
  const { record, kind } = entry;
  if (!record?.mayEdit || (kind !== 'note' && kind !== 'activity')) return null;
  return kind === 'note' ? <NoteMenu note={record} /> : <ActivityMenu activity={record} />;
}

function NoteMenu({ note }: { note: Work }) {
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const remove = useAction(deleteNote, { refresh: refreshNotes });
  const close = () => setOpen(null);
  return (
    <>
      <Actions
        label="Actions for this note"
        actions={[
          { label: 'Edit', run: () => setOpen('edit') },
          { label: 'Remove', run: () => setOpen('remove') },
        ]}
      />
      {open === 'edit' && <EditNoteDialog noteId={note.id} onClose={close} />}
      <ConfirmDialog
        open={open === 'remove'}
        onClose={close}
        title="Remove the note?"
        confirm="Remove"
        action={async () => {
          await remove.mutateAsync({ params: { noteId: note.id } });
          say('The note is removed.');
        }}
      >
        Nobody sees it any more. The audit log keeps what it said.
      </ConfirmDialog>
    </>
  );
}

function ActivityMenu({ activity }: { activity: Work }) {
  const [open, setOpen] = useState<'edit' | 'withdraw' | null>(null);
  const close = () => setOpen(null);
  return (
    <>
      <Actions
        label="Actions for this activity"
        actions={[
          { label: 'Correct', run: () => setOpen('edit') },
          { label: 'Withdraw', run: () => setOpen('withdraw') },
        ]}
      />
      {open === 'edit' && <EditActivityDialog activityId={activity.id} onClose={close} />}
      {open === 'withdraw' && <WithdrawActivityDialog activityId={activity.id} onClose={close} />}
    </>
  );
}

function Actions({ label, actions }: { label: string; actions: { label: string; run: () => void }[] }) {
  return (
    <Menu position="bottom-end" width={180}>
      <Menu.Target>
        <ActionIcon className={styles.menu ?? ''} aria-label={label} title="Actions">
          <Icon name="dots" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label, run }) => (
          <Menu.Item key={label} onClick={run}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
