import type { Ctx } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { prepareBoard } from '../routing/prepare-board.ts';
import { findLastPass, type Lead, loadHistories } from './offer-leads.ts';

/**
 * To whom leads would be offered now, one after the other, each by the loads and turns as the one before left them, as
 * `offerLeads` does: null where nobody could take one. Writes nothing; members stay as they are until the transaction ends.
 */
export async function previewOffers(ctx: Ctx, relay: Relay, leads: readonly Lead[]): Promise<(string | null)[]> {
  if (leads.length === 0) return [];
  const histories = await loadHistories(ctx, leads);
  const board = await prepareBoard(ctx, relay, [
    ...[...histories.values()].flatMap(({ handoffs }) => handoffs.map(({ memberId }) => memberId)),
    ...leads.flatMap(({ accountOwner, contactOwner, foundBy }) => [accountOwner, contactOwner, foundBy]),
  ]);
  return leads.map((lead) => {
    const past = histories.get(lead.contactId)?.handoffs ?? [];
    const lastPass = findLastPass(past, lead.highIntentAt);
    const holds = relay.routing.map(({ when }) => when?.(lead.facts) ?? true);
    return board.decide({ ...lead, lastPass, holds }).decision.chosen;
  });
}
