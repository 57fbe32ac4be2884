import type { Ctx } from '../../context.ts';
import { closeDeal, reopenDeal } from '../../core/handoff/work-handoff.ts';
import type { Closing } from '../../db/relay-tables.ts';
import { recordChange } from '../audit/record-change.ts';
import { moveClocks } from '../clocks/move-clocks.ts';
import { copyClocks, restoreClocks } from '../clocks/restore-clocks.ts';
import { recordEvents } from '../events/record-events.ts';
import { findHead } from '../workspaces/find-head.ts';
import { subjectOf } from './link-deal.ts';
import { requireRelay, toHandoff } from './load-handoff.ts';
import { listHistory, lockOfDeal, lockOpenOfContacts, type StateRow, updateHandoff } from './store.ts';

type Closed = { dealId: string; outcome: 'won' | 'lost'; reason: string | null; wakeUpAt: Date | null };

/**
 * Ends the handoffs of a deal with it, in the caller's transaction, which holds their people. With a deal that is lost the head of
 * Marketing has their people again.
 *
 * @returns which ended, with how their clocks stood, so that it can be taken back; and by which agreement each person is a lead
 */
export async function closeLinked(
  ctx: Ctx,
  { dealId, outcome, reason, wakeUpAt }: Closed,
): Promise<{ handoffs: Closing['handoffs']; versions: Map<string, string> }> {
  const rows = await lockOfDeal(ctx, dealId, 'open');
  const marketingOwnerId = outcome === 'lost' && rows.length > 0 ? await findHead(ctx, 'marketing') : null;
  const handoffs: Closing['handoffs'] = [];
  const versions = new Map<string, string>();
  for (const row of rows) {
    const move = closeDeal(toHandoff(row), outcome, ctx.now.getTime());
    if (!move.ok) continue;
    handoffs.push({ id: row.id, clocks: await copyClocks(ctx, row.id) });
    versions.set(row.contactId, row.versionId);
    const lost = outcome === 'lost' ? { reason, marketingOwnerId, wakeUpAt } : {};
    await updateHandoff(ctx, row.id, { status: outcome, closedAt: ctx.now, ...lost });
    await moveClocks(ctx, await requireRelay(ctx, row.versionId), [{ subject: subjectOf(row), facts: move.facts }]);
    await tellMoved(ctx, `handoff.${outcome}`, row, outcome, [row.memberId, marketingOwnerId]);
  }
  return { handoffs, versions };
}

/**
 * Opens the handoffs again that had ended with a deal, with what is left of their promises. Whoever is with Sales again meanwhile
 * under another handoff keeps that one.
 */
export async function reopenLinked(ctx: Ctx, dealId: string, ended: Closing['handoffs']): Promise<void> {
  for (const row of await lockOfDeal(ctx, dealId, 'closed')) {
    const before = ended.find(({ id }) => id === row.id);
    if (before === undefined) continue;
    const history = (await listHistory(ctx, [row.contactId])).map(toHandoff);
    if (!reopenDeal(toHandoff(row), history).ok) continue;
    const open = { reason: null, marketingOwnerId: null, wakeUpAt: null, closedAt: null };
    await updateHandoff(ctx, row.id, { status: 'accepted', ...open });
    await restoreClocks(ctx, row.id, before.clocks);
    await tellMoved(ctx, 'handoff.reopened', row, 'accepted', [row.memberId]);
  }
}

/** Of some people those with an open handoff. */
export async function findInSales(ctx: Ctx, contactIds: readonly string[]): Promise<Set<string>> {
  return new Set((await lockOpenOfContacts(ctx, contactIds)).map(({ contactId }) => contactId));
}

async function tellMoved(
  ctx: Ctx,
  verb: string,
  { id, status, contactId }: StateRow,
  became: StateRow['status'],
  tell: readonly (string | null)[],
): Promise<void> {
  await recordChange(ctx, {
    ...{ verb, object: 'handoff', objectId: id },
    ...{ before: { status }, after: { status: became } },
  });
  const memberIds = tell.filter((one) => one !== null);
  await recordEvents(ctx, [{ kind: verb, object: 'handoff', objectId: id, memberIds, details: { contactId } }]);
}
