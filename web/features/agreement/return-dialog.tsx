import { Button, Modal, Textarea } from '@mantine/core';
import { type AgreementVersion, returnAgreement } from '../../../src/features/agreements/schema.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { say } from '../settings/say.tsx';
import { afterMove } from './after-move.ts';

export function ReturnDialog({ version, onClose }: { version: AgreementVersion; onClose: () => void }) {
  const send = useAction(returnAgreement, { refresh: afterMove });
  const form = useServerForm({
    initial: { message: '' },
    shape: returnAgreement.body,
    send: async (body) => {
      await send.mutateAsync({ params: { versionId: version.id }, body });
      say('Returned. The other side is told.');
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Return the proposal" closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <p className="sub">
          Signatures of this proposal are void then. Comments on single clauses stay beside them, and the other side
          reads all of it.
        </p>
        <Textarea
          label="What you want changed"
          placeholder="Four hours are too short on Fridays."
          required
          autosize
          minRows={4}
          maxRows={12}
          data-autofocus
          {...form.fields.getInputProps('message')}
        />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Return
        </FormActions>
      </form>
    </Modal>
  );
}
