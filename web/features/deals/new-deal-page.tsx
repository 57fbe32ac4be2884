/** Opens a deal: by hand, for a person or a company, or from an accepted lead. The address says from where. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { DealKind } from '../../../src/core/deals/pipeline.ts';
import { getContact } from '../../../src/features/contacts/schema.ts';
import { createDeal } from '../../../src/features/deals/schema.ts';
import { getHandoff } from '../../../src/features/handoffs/schema.ts';
import { queryOf, useAction } from '../../queries.ts';
import { useSession } from '../../session.ts';
import { Card } from '../../ui/card.tsx';
import { FormProblem, useServerForm } from '../../ui/form.tsx';
import { FormActions } from '../../ui/form-actions.tsx';
import { Icon } from '../../ui/icon.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states.tsx';
import record from '../people/record.module.css';
import { checkAmount, DealFields, type DealFieldValues } from './deal-fields.tsx';
import { dealReads, readAmount } from './deal-words.ts';
import { useSeller } from './use-seller.ts';

/** Whom and what the deal begins with. */
type Start = { handoffId?: string; contactId?: string; accountId: string | null; name: string; ownerId: string };

export function NewDealPage() {
  const { handoffId, contactId, accountId } = useSearch({ from: '/signed-in/deals/new' });
  const { member } = useSession();
  const isSeller = useSeller();
  const handoff = useQuery({
    ...queryOf(getHandoff, { params: { handoffId: handoffId ?? '' } }),
    enabled: handoffId !== undefined,
  });
  const person = useQuery({
    ...queryOf(getContact, { params: { contactId: contactId ?? '' } }),
    enabled: contactId !== undefined && handoffId === undefined,
  });
  const error = handoff.error ?? person.error;
  const isLoading = handoff.isLoading || person.isLoading;
  const lead = handoff.data;
  const from = lead ?? person.data;
  const start: Start = {
    ...(handoffId === undefined ? {} : { handoffId }),
    ...(contactId === undefined ? {} : { contactId }),
    accountId: from?.account?.id ?? accountId ?? null,
    name: from?.account?.name ?? lead?.contact.name ?? person.data?.label ?? '',
    ownerId: lead?.member.id ?? member.id,
  };
  const whom = lead?.contact.name ?? person.data?.label;
  return (
    <>
      <Link to="/deals" search={{}} className={record.back}>
        <Icon name="left" /> All deals
      </Link>
      <PageHead
        title={whom ? `Open a deal with ${whom}` : 'Open a deal'}
        lead={
          lead
            ? 'The lead goes on with it: person, company and everything that happened come along, and the handoff stays open until the deal is won or lost.'
            : 'Its people come to the stage “opportunity”. Everything that happened with them stands on its page.'
        }
      />
      {!isSeller && (
        <EmptyState title="Deals belong to Sales">
          Ask somebody in Sales to open one. You can read them all the same.
        </EmptyState>
      )}
      {isSeller && error && <ErrorState error={error} what="What this deal begins with could not be loaded." />}
      {isSeller && !error && isLoading && <LoadingState lines={6} />}
      {isSeller && !error && !isLoading && lead?.dealId && (
        <EmptyState
          title="This lead has a deal already"
          action={
            <LinkButton to="/deals/$dealId" params={{ dealId: lead.dealId }} search={{}} variant="filled">
              Go to the deal
            </LinkButton>
          }
        />
      )}
      {isSeller && !error && !isLoading && !lead?.dealId && <NewDeal start={start} />}
    </>
  );
}

function NewDeal({ start }: { start: Start }) {
  const { workspace } = useSession();
  const navigate = useNavigate();
  const create = useAction(createDeal, { refresh: dealReads });
  const form = useServerForm<DealFieldValues>({
    initial: {
      ...{ name: start.name, kind: 'new', amount: '', currency: workspace.currency, expectedClose: '' },
      ...{ accountId: start.accountId, ownerId: start.ownerId, sdrId: null },
    },
    check: (values) => ({ ...checkAmount(values), ...(values.name.trim() ? {} : { name: 'Please fill this in.' }) }),
    send: async (values) => {
      const made = await create.mutateAsync({ body: toBody(values, start) });
      await navigate({ to: '/deals/$dealId', params: { dealId: made.id }, search: {}, replace: true });
    },
  });
  return (
    <Card>
      <form onSubmit={form.onSubmit} noValidate className="stack">
        <FormProblem problem={form.problem} />
        <DealFields fields={form.fields} />
        <FormActions
          busy={form.busy}
          others={
            <LinkButton to="/deals" search={{}}>
              Cancel
            </LinkButton>
          }
        >
          Open the deal
        </FormActions>
      </form>
    </Card>
  );
}

function toBody(values: DealFieldValues, { handoffId, contactId }: Start) {
  const { name, kind, amount, currency, expectedClose, accountId, ownerId, sdrId } = values;
  const minor = readAmount(amount, currency);
  return {
    name: name.trim(),
    // Of the choices of the field; a lead of somebody who bought is an expansion without being told.
    ...(handoffId !== undefined && kind === 'new' ? {} : { kind: kind as DealKind }),
    amount: minor === null ? null : { minor, currency },
    expectedClose: expectedClose || null,
    accountId,
    ...(ownerId === null ? {} : { ownerId }),
    sdrId,
    ...(handoffId === undefined ? {} : { handoffId }),
    contacts: contactId === undefined || handoffId !== undefined ? [] : [{ contactId, role: null }],
  };
}
