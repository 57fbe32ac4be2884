/** Contests a rejection, once and with a reason: from then on both heads decide. */
import { Button, Textarea } from '@mantine/core';
import { contestRejection, type Rejection } from '../../../src/features/feedback/schema.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { refreshAnswers } from '../inbox/refresh.ts';
import { say } from '../settings/say.tsx';

export function ContestSheet({ rejection, onClose }: { rejection: Rejection; onClose: () => void }) {
  const contest = useAction(contestRejection, { refresh: refreshAnswers });
  const form = useServerForm({
    initial: { text: '' },
    shape: contestRejection.body,
    send: async (body) => {
      await contest.mutateAsync({ params: { rejectionId: rejection.id }, body });
      say('Contested: both heads decide now.');
      onClose();
    },
  });
  return (
    <Sheet title={`Contest: ${rejection.contact.name}`} onClose={onClose}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <p className="sub">
          {rejection.member.name} said “{rejection.reason.name}”. The heads of Marketing and Sales read both sides and
          decide. A rejection can be contested once.
        </p>
        <Textarea
          label="Why it is a lead"
          required
          autosize
          minRows={3}
          maxRows={10}
          maxLength={10_000}
          data-autofocus
          {...form.fields.getInputProps('text')}
        />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Contest
        </FormActions>
      </form>
    </Sheet>
  );
}
