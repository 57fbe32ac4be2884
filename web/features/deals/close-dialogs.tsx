/** How a deal ends, and how it is opened again. */
import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type DealSummary, getPipeline, loseDeal, reopenDeal, winDeal } from '../../../src/features/deals/schema.ts';
import { useFormat } from '../../format.ts';
import { queryOf, useAction } from '../../queries.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { say } from '../settings/say.tsx';
import { dealReads } from './deal-words.ts';

type Ending = Pick<DealSummary, 'id' | 'name' | 'amount'>;

export function WinDialog({ deal, open, onClose }: { deal: Ending; open: boolean; onClose: () => void }) {
  const format = useFormat();
  const win = useAction(winDeal, { refresh: dealReads });
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={`Mark “${deal.name}” as won?`}
      confirm="Won"
      danger={false}
      action={async () => {
        await win.mutateAsync({ params: { dealId: deal.id }, body: {} });
        say(`“${deal.name}” is won.`);
      }}
    >
      {deal.amount ? `It is won with ${format.money(deal.amount)}. ` : ''}
      Its people become customers, and the handoffs that led to it are won.
    </ConfirmDialog>
  );
}

type Lost = { reason: string | null; verdict: 'recycle' | 'disqualify' | null; wakeUpOn: string; note: string };

export function LoseDialog({ deal, onClose }: { deal: Ending; onClose: () => void }) {
  const pipeline = useQuery(queryOf(getPipeline, {}));
  const reasons = pipeline.data?.lossReasons ?? [];
  const lose = useAction(loseDeal, { refresh: dealReads });
  const form = useServerForm<Lost>({
    initial: { reason: null, verdict: null, wakeUpOn: '', note: '' },
    check: ({ reason }) => (reason ? {} : { reason: 'Choose why it was lost.' }),
    send: async ({ reason, verdict, wakeUpOn, note }) => {
      const body = {
        reason: reason ?? '',
        ...(verdict === null ? {} : { verdict }),
        ...(wakeUpOn ? { wakeUpOn } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      };
      await lose.mutateAsync({ params: { dealId: deal.id }, body });
      say(`“${deal.name}” is lost.`);
      onClose();
    },
  });
  const { getInputProps, values } = form.fields;
  const chosen = reasons.find(({ key }) => key === values.reason);
  const verdict = values.verdict ?? chosen?.verdict ?? null;
  return (
    <Modal opened onClose={onClose} title={`Why is “${deal.name}” lost?`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <Select
          label="Reason"
          required
          data-autofocus
          data={reasons.map(({ key, name }) => ({ value: key, label: name }))}
          {...getInputProps('reason')}
        />
        {chosen && (
          <Select
            label="What becomes of its people"
            allowDeselect={false}
            data={[
              { value: 'recycle', label: 'Back to Marketing, until a day' },
              { value: 'disqualify', label: 'No lead any more' },
            ]}
            {...getInputProps('verdict')}
            value={verdict}
          />
        )}
        {chosen && verdict === 'recycle' && (
          <TextInput
            type="date"
            label="They wake up on"
            description={`After ${chosen.sleepDays ?? 90} days unless you choose a day.`}
            {...getInputProps('wakeUpOn')}
          />
        )}
        <Textarea label="Note" autosize minRows={2} maxLength={2000} {...getInputProps('note')} />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Lost
        </FormActions>
      </form>
    </Modal>
  );
}

export function ReopenDialog({ deal, onClose }: { deal: Ending; onClose: () => void }) {
  const reopen = useAction(reopenDeal, { refresh: dealReads });
  const form = useServerForm<{ note: string }>({
    initial: { note: '' },
    check: ({ note }) => (note.trim() ? {} : { note: 'Say in a sentence why.' }),
    send: async ({ note }) => {
      await reopen.mutateAsync({ params: { dealId: deal.id }, body: { note: note.trim() } });
      say(`“${deal.name}” is open again.`);
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Open “${deal.name}” again?`} closeButtonProps={{ 'aria-label': 'Close' }}>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <p className="sub">
          What ending it moved is taken back by moves that say so: stages, and the handoffs that led to it. What was
          done since stands.
        </p>
        <FormProblem problem={form.problem} />
        <Textarea
          label="Why"
          required
          data-autofocus
          autosize
          minRows={2}
          maxLength={2000}
          {...form.fields.getInputProps('note')}
        />
        <FormActions busy={form.busy} others={<Button onClick={onClose}>Cancel</Button>}>
          Open again
        </FormActions>
      </form>
    </Modal>
  );
}
