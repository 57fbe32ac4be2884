/** Gives somebody something to do, or changes it. */
import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { createTask, editTask, type Task } from '../../../src/features/tasks/schema.ts';
import { useFormat } from '../../format.ts';
import { useAction } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { FormProblem, type ServerForm, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import type { About } from '../notes/note-form.tsx';
import styles from '../notes/notes.module.css';
import { refreshTasks } from '../notes/refresh.ts';
import { MemberSelect } from '../settings/member-select.tsx';
import { say } from '../settings/say.tsx';
import { fromInstant, toInstant } from '../settings/zoned.ts';

type Values = { title: string; day: string; time: string; assigneeId: string | null; note: string };

const check = ({ title, day, time, assigneeId }: Values): Record<string, string> => ({
  ...(title.trim() ? {} : { title: 'Say what is to be done.' }),
  ...(time && !day ? { day: 'Say on which day.' } : {}),
  ...(assigneeId ? {} : { assigneeId: 'Choose who is to do it.' }),
});

/** A day is due until it is over; with a time it is due then. */
function dueOf({ day, time }: Values, zone: string) {
  if (!day) return { dueOn: null };
  return time ? { dueAt: toInstant(day, time, zone) } : { dueOn: day };
}

export function TaskForm({ about, onDone }: { about: About | null; onDone?: () => void }) {
  const { member } = useSession();
  const { zone } = useFormat();
  const create = useAction(createTask, { refresh: refreshTasks });
  const form = useServerForm<Values>({
    initial: { title: '', day: '', time: '', assigneeId: member.id, note: '' },
    check,
    send: async (values) => {
      const { title, assigneeId, note } = values;
      const given = { title, note: note.trim() || null, ...(assigneeId ? { assigneeId } : {}) };
      await create.mutateAsync({ body: { ...about, ...given, ...dueOf(values, zone) } });
      form.fields.reset();
      say('The task is there.');
      onDone?.();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <Fields form={form} isFocused={onDone !== undefined} />
      <FormActions busy={form.busy} others={onDone && <Button onClick={onDone}>Cancel</Button>}>
        Add task
      </FormActions>
    </form>
  );
}

function Fields({ form, isFocused }: { form: ServerForm<Values>; isFocused: boolean }) {
  const { getInputProps, errors } = form.fields;
  return (
    <>
      <TextInput
        label="What is to be done"
        required
        autoComplete="off"
        {...(isFocused ? { 'data-autofocus': true } : {})}
        {...getInputProps('title')}
      />
      <div className={styles.fields}>
        <TextInput
          label="By the day"
          type="date"
          {...getInputProps('day')}
          error={errors.day ?? errors.dueOn ?? errors.dueAt}
        />
        <TextInput label="At, if it matters" type="time" {...getInputProps('time')} />
        <MemberSelect label="Who" required {...getInputProps('assigneeId')} />
      </div>
      <Textarea label="Note" autosize minRows={1} maxRows={8} maxLength={10_000} {...getInputProps('note')} />
    </>
  );
}

export function AddTaskDialog({ onClose }: { onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title="Add a task" closeButtonProps={{ 'aria-label': 'Close' }}>
      <TaskForm about={null} onDone={onClose} />
    </Modal>
  );
}

export function EditTaskDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const { zone } = useFormat();
  const edit = useAction(editTask, { refresh: refreshTasks });
  const at = task.dueOn === null && task.dueAt !== null ? fromInstant(task.dueAt, zone) : null;
  const initial: Values = {
    title: task.title,
    day: task.dueOn ?? at?.day ?? '',
    time: at?.time ?? '',
    assigneeId: task.assignee.id,
    note: task.note ?? '',
  };
  const form = useServerForm<Values>({
    initial,
    check,
    send: async (values) => {
      const { title, assigneeId, note, day, time } = values;
      const isDueChanged = day !== initial.day || time !== initial.time;
      await edit.mutateAsync({
        params: { taskId: task.id },
        version: task.version,
        body: {
          ...{ title, note: note.trim() || null },
          ...(assigneeId && assigneeId !== task.assignee.id ? { assigneeId } : {}),
          ...(isDueChanged ? dueOf(values, zone) : {}),
        },
      });
      say('The task is saved.');
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Edit the task" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <Fields form={form} isFocused />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Save
        </FormActions>
      </form>
    </Modal>
  );
}
