/** Writes a note, or changes one. */
import { Button, Checkbox, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { createNote, editNote, getNote, type Note } from '../../../src/features/notes/schema.ts';
import { queryOf, useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { ErrorState, LoadingState } from '../../ui/states.tsx';
import { say } from '../settings/say.tsx';
import { MentionTextarea, type Named } from './mention-textarea.tsx';
import { refreshNotes } from './refresh.ts';

/** What something is about, as the API is asked. */
export type About = { contactId: string } | { accountId: string } | { dealId: string };

type Values = { body: string; pinned: boolean };

/** Those whom the text still names. */
const namedIn = (body: string, members: readonly Named[]) => [
  ...new Set(members.filter(({ name }) => body.includes(`@${name}`)).map(({ id }) => id)),
];

export function NoteForm({ about }: { about: About }) {
  const create = useAction(createNote, { refresh: refreshNotes });
  const [members, setMembers] = useState<Named[]>([]);
  const form = useServerForm<Values>({
    initial: { body: '', pinned: false },
    check: ({ body }) => (body.trim() ? {} : { body: 'Please write something.' }),
    send: async ({ body }) => {
      await create.mutateAsync({ body: { ...about, body, mentions: namedIn(body, members) } });
      form.fields.reset();
      setMembers([]);
    },
  });
  const { body } = form.fields.getValues();
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <MentionTextarea
        label="Note"
        isLabelHidden
        placeholder="Write a note. @ mentions a colleague."
        value={body}
        onChange={(text) => form.fields.setFieldValue('body', text)}
        onMention={(member) => setMembers([...members, member])}
        error={form.fields.errors.body ?? mentionFault(form.fields.errors)}
      />
      {(body || form.busy) && <FormActions busy={form.busy}>Save note</FormActions>}
    </form>
  );
}

/** The server says of one of those who are mentioned why they cannot be. */
function mentionFault(errors: Record<string, unknown>): string | undefined {
  const key = Object.keys(errors).find((name) => name.startsWith('mentions'));
  return key === undefined ? undefined : String(errors[key]);
}

export function EditNoteDialog({ noteId, onClose }: { noteId: string; onClose: () => void }) {
  const query = useQuery({ ...queryOf(getNote, { params: { noteId } }), staleTime: 0 });
  return (
    <Modal opened onClose={onClose} title="Edit the note" closeButtonProps={{ 'aria-label': 'Close' }}>
      {query.data && !query.isFetching ? (
        <EditForm note={query.data} onClose={onClose} />
      ) : query.error ? (
        <ErrorState error={query.error} what="The note could not be opened." retry={() => void query.refetch()} />
      ) : (
        <LoadingState lines={3} label="Loading the note" />
      )}
    </Modal>
  );
}

function EditForm({ note, onClose }: { note: Note; onClose: () => void }) {
  const edit = useAction(editNote, { refresh: refreshNotes });
  const [members, setMembers] = useState<Named[]>(note.mentions.map(({ id, written }) => ({ id, name: written })));
  const form = useServerForm<Values>({
    initial: { body: note.body, pinned: note.pinned },
    check: ({ body }) => (body.trim() ? {} : { body: 'Please write something.' }),
    send: async ({ body, pinned }) => {
      const params = { noteId: note.id };
      const mentions = namedIn(body, members);
      await edit.mutateAsync({ params, version: note.version, body: { body, pinned, mentions } });
      say('The note is saved.');
      onClose();
    },
  });
  const { getInputProps, errors } = form.fields;
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <FormProblem problem={form.problem} />
      <MentionTextarea
        label="Note"
        value={form.fields.getValues().body}
        onChange={(text) => form.fields.setFieldValue('body', text)}
        onMention={(member) => setMembers([...members, member])}
        error={errors.body ?? mentionFault(errors)}
        isFocused
        minRows={4}
      />
      <Checkbox label="Pinned: stands before all others" {...getInputProps('pinned', { type: 'checkbox' })} />
      <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
        Save
      </FormActions>
    </form>
  );
}
