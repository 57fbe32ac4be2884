/** Rules on a contested rejection, for the departments that somebody heads. */
import { Button, Textarea } from '@mantine/core';
import { decideRejection, type Rejection } from '../../../src/features/feedback/schema.ts';
import { useAction } from '../../queries.ts';
import { departmentName } from '../../ui/department.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { refreshAnswers } from '../inbox/refresh.ts';
import { say } from '../settings/say.tsx';
import { type Ruling, rulingWords } from './answer-words.ts';

export function RuleSheet(props: { rejection: Rejection; ruling: Ruling; onClose: () => void }) {
  const { rejection, ruling, onClose } = props;
  const { votes, parties, contact } = rejection;
  const decide = useAction(decideRejection, { refresh: refreshAnswers });
  const form = useServerForm({
    initial: { note: '' },
    send: async ({ note }) => {
      const text = note.trim();
      const body = { ruling, ...(text ? { note: text } : {}) };
      const { status } = await decide.mutateAsync({ params: { rejectionId: rejection.id }, body });
      say(status === 'contested' ? 'Said. It is decided when the other head has ruled, too.' : `It is ${status}.`);
      onClose();
    },
  });
  const { verb, means } = rulingWords[ruling];
  const side = parties.map((party) => departmentName[party]).join(' and ');
  return (
    <Sheet title={`${verb} the rejection of ${contact.name}`} onClose={onClose}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <p className="sub">
          {means} You rule for {side}.
          {votes.map(
            (vote) => ` ${vote.by.name} said for ${departmentName[vote.party]}: ${rulingWords[vote.ruling].said}.`,
          )}
        </p>
        <Textarea
          label="A word about it"
          description="Both sides read it."
          autosize
          minRows={2}
          maxRows={8}
          maxLength={10_000}
          data-autofocus
          {...form.fields.getInputProps('note')}
        />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          {verb}
        </FormActions>
      </form>
    </Sheet>
  );
}
