/** One task: done with a tick, changed by its menu. */
import { ActionIcon, Checkbox, Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { RecordRef } from '../../../src/features/notes/schema.ts';
import { completeTask, deleteTask, reopenTask, type Task } from '../../../src/features/tasks/schema.ts';
import { now } from '../../clock.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { NoteBody } from '../notes/note-body.tsx';
import { refreshTasks } from '../notes/refresh.ts';
import { say, sayProblem } from '../settings/say.tsx';
import { EditTaskDialog } from './task-form.tsx';
import styles from './tasks.module.css';

/** `isAbout`: says what it is about, where that is not clear from the page. */
export function TaskLine({ task, isAbout = false }: { task: Task; isAbout?: boolean }) {
  const { member } = useSession();
  const [open, setOpen] = useState<'edit' | 'remove' | null>(null);
  const complete = useAction(completeTask, { refresh: refreshTasks });
  const reopen = useAction(reopenTask, { refresh: refreshTasks });
  const remove = useAction(deleteTask, { refresh: refreshTasks });
  const params = { taskId: task.id };
  const isDone = task.doneAt !== null;
  const close = () => setOpen(null);
  const tick = async () => {
    if (complete.isPending || reopen.isPending) return;
    if (isDone) return reopen.mutateAsync({ params });
    await complete.mutateAsync({ params });
    say('Done.', () => reopen.mutateAsync({ params }));
  };
  return (
    <li className={styles.task}>
      <Checkbox
        checked={complete.isPending || (isDone && !reopen.isPending)}
        disabled={!task.mayEdit}
        onChange={() => void tick().catch(sayProblem)}
        aria-label={`Done: ${task.title}`}
      />
      <div className={styles.what}>
        <p className={isDone ? styles.done : styles.title}>
          <bdi>{task.title}</bdi>
        </p>
        {task.note && (
          <div className={styles.note}>
            <NoteBody body={task.note} mentions={[]} />
          </div>
        )}
        <p className={styles.facts}>
          <Due task={task} />
          {task.assignee.id !== member.id && <span>{task.assignee.name}</span>}
          {task.createdBy && task.createdBy.id !== task.assignee.id && <span>from {task.createdBy.name}</span>}
          {isAbout && task.about && <AboutLink about={task.about} />}
        </p>
      </div>
      {task.mayEdit && (
        <Menu position="bottom-end" width={180}>
          <Menu.Target>
            <ActionIcon aria-label={`Actions for ${task.title}`} title="Actions">
              <Icon name="dots" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {!isDone && <Menu.Item onClick={() => setOpen('edit')}>Edit</Menu.Item>}
            <Menu.Item color="bad" onClick={() => setOpen('remove')}>
              Remove
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {open === 'edit' && <EditTaskDialog task={task} onClose={close} />}
      <ConfirmDialog
        open={open === 'remove'}
        onClose={close}
        title="Remove the task?"
        confirm="Remove"
        action={() => remove.mutateAsync({ params })}
      >
        <bdi className={styles.cut}>{task.title}</bdi>
      </ConfirmDialog>
    </li>
  );
}

function Due({ task: { dueOn, dueAt, doneAt, doneBy, isOverdue } }: { task: Task }) {
  const format = useFormat();
  if (doneAt !== null) {
    return (
      <span>
        <time dateTime={doneAt} title={format.exact(doneAt)}>
          {format.when(doneAt, now())}
        </time>
        {doneBy && ` by ${doneBy.name}`}
      </span>
    );
  }
  if (dueAt === null) return <span>No date</span>;
  const when = dueOn === null ? format.when(dueAt, now()) : format.day(dueOn);
  return (
    <span className={isOverdue ? styles.overdue : ''}>
      {isOverdue ? 'Overdue: ' : ''}
      <time dateTime={dueOn ?? dueAt} title={format.exact(dueAt)}>
        {when}
      </time>
    </span>
  );
}

export function AboutLink({ about: { kind, id, name } }: { about: RecordRef }) {
  const label = <bdi>{name || 'No name'}</bdi>;
  if (kind === 'contact') {
    return (
      <Link to="/people/$contactId" params={{ contactId: id }} className={styles.about}>
        {label}
      </Link>
    );
  }
  if (kind === 'account') {
    return (
      <Link to="/companies/$accountId" params={{ accountId: id }} className={styles.about}>
        {label}
      </Link>
    );
  }
  return (
    <Link to="/deals/$dealId" params={{ dealId: id }} search={{}} className={styles.about}>
      {label}
    </Link>
  );
}
