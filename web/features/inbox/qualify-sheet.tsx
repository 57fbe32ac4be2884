/** Confirms a lead: Sales has talked with somebody, and what the agreement asks for is known. */
import { Button, Textarea } from '@mantine/core';
import { confirmHandoff, type Handoff } from '../../../src/features/handoffs/schema.ts';
import { useAction } from '../../queries.ts';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { refreshHandoffs } from './refresh.ts';

const fields = ['need', 'timing', 'budget', 'authority'] as const;
type Field = (typeof fields)[number];

export const confirmWords: Record<Field, { label: string; help: string }> = {
  need: { label: 'Need', help: 'What they want to solve' },
  timing: { label: 'Timing', help: 'When it has to be solved' },
  budget: { label: 'Budget', help: 'Whether there is money for it, and whose' },
  authority: { label: 'Authority', help: 'Who decides, and how' },
};

/** Those that the agreement asks for first. */
const inOrder = (required: ReadonlySet<string>) =>
  [...fields].sort((a, b) => Number(required.has(b)) - Number(required.has(a)));

export function QualifySheet(props: { handoff: Handoff; onClose: () => void; onDone: (handoff: Handoff) => void }) {
  const { handoff, onClose, onDone } = props;
  const required = new Set(handoff.confirmRequires.map((field) => field.replace(/^confirm\./, '')));
  const confirm = useAction(confirmHandoff, { refresh: refreshHandoffs });
  const known = (field: Field) => handoff.confirm[field] ?? '';
  const form = useServerForm<Record<Field, string>>({
    initial: { need: known('need'), timing: known('timing'), budget: known('budget'), authority: known('authority') },
    check: (values) =>
      Object.fromEntries(
        fields
          .filter((field) => required.has(field) && values[field].trim() === '')
          .map((field) => [field, 'The agreement asks for this.']),
      ),
    send: async (values) => {
      const body = Object.fromEntries(
        fields.filter((field) => values[field].trim() !== '').map((field) => [field, values[field]]),
      );
      onDone(await confirm.mutateAsync({ params: { handoffId: handoff.id }, body }));
    },
  });
  return (
    <Sheet title={`Confirm ${handoff.contact.name}`} onClose={onClose}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <p className="sub">You have talked, and it is worth going on. The promise to confirm or hand back is kept.</p>
        {inOrder(required).map((field, place) => (
          <Textarea
            key={field}
            label={confirmWords[field].label}
            description={confirmWords[field].help}
            required={required.has(field)}
            autosize
            minRows={1}
            maxRows={6}
            maxLength={10_000}
            {...(place === 0 ? { 'data-autofocus': true } : {})}
            {...form.fields.getInputProps(field)}
          />
        ))}
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Confirm
        </FormActions>
      </form>
    </Sheet>
  );
}
