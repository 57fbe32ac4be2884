import { Button } from '@mantine/core';
import type { DealKind } from '../../../src/core/deals/pipeline.ts';
import { type Deal, editDeal, getDeal } from '../../../src/features/deals/schema.ts';
import { call } from '../../api.ts';
import { useAction } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { FormActions } from '../../ui/form-actions.tsx';
import { RecordProblem } from '../settings/record-problem.tsx';
import { say } from '../settings/say.tsx';
import { useRecordForm } from '../settings/use-record-form.ts';
import { checkAmount, DealFields, type DealFieldValues } from './deal-fields.tsx';
import { dealReads, readAmount, writeAmount } from './deal-words.ts';

const labels = {
  ...{ name: 'Name', kind: 'Kind', amount: 'Amount', currency: 'Currency', expectedClose: 'Expected close' },
  ...{ accountId: 'Company', ownerId: 'Owner', sdrId: 'Found by' },
};

export function EditDealForm({ deal, onClose }: { deal: Deal; onClose: () => void }) {
  const edit = useAction(editDeal, { refresh: dealReads });
  const { workspace } = useSession();
  const params = { dealId: deal.id };
  const form = useRecordForm<Deal, DealFieldValues>({
    record: deal,
    valuesOf: ({ name, kind, amount, expectedClose, account, owner, sdr }) => ({
      ...{ name, kind, amount: writeAmount(amount), currency: amount?.currency ?? workspace.currency },
      ...{ expectedClose: expectedClose ?? '', accountId: account?.id ?? null },
      ...{ ownerId: owner?.id ?? null, sdrId: sdr?.id ?? null },
    }),
    check: (values) => ({ ...checkAmount(values), ...(values.name.trim() ? {} : { name: 'Please fill this in.' }) }),
    send: (changed, version, values) => edit.mutateAsync({ params, body: toBody(changed, values), version }),
    load: () => call(getDeal, { params }),
    onSaved: () => {
      say('Saved.');
      onClose();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate className="stack">
      <RecordProblem form={form} labels={labels} />
      <DealFields fields={form.fields} />
      <FormActions busy={form.busy} disabled={!form.dirty} others={<Button onClick={onClose}>Cancel</Button>}>
        Save
      </FormActions>
    </form>
  );
}

function toBody(changed: Partial<DealFieldValues>, { amount, currency }: DealFieldValues) {
  const { name, kind, expectedClose, accountId, ownerId, sdrId } = changed;
  const minor = readAmount(amount, currency);
  const isWorth = changed.amount !== undefined || changed.currency !== undefined;
  return {
    ...(name === undefined ? {} : { name: name.trim() }),
    // Of the choices of the field.
    ...(kind === undefined ? {} : { kind: kind as DealKind }),
    ...(isWorth ? { amount: minor === null ? null : { minor, currency } } : {}),
    ...(expectedClose === undefined ? {} : { expectedClose: expectedClose || null }),
    ...(accountId === undefined ? {} : { accountId }),
    ...(ownerId ? { ownerId } : {}),
    ...(sdrId === undefined ? {} : { sdrId }),
  };
}
