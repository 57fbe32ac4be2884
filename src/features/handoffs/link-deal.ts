import type { Ctx } from '../../context.ts';
import { openDeal } from '../../core/handoff/work-handoff.ts';
import { recordChange } from '../audit/record-change.ts';
import { moveClocks } from '../clocks/move-clocks.ts';
import { recordEvents } from '../events/record-events.ts';
import { requireRelay, toHandoff } from './load-handoff.ts';
import { toConflict } from './refuse-verdict.ts';
import { lockOfDeal, lockOpenOfContacts, type StateRow, updateHandoff } from './store.ts';

type Deal = {
  dealId: string;
  contactIds: readonly string[];
  /** Whose leads it continues: its owner and who found it. */
  memberIds: readonly (string | null)[];
  /** The handoff that it was opened from: that one must be accepted, and have no deal. */
  handoffId?: string | undefined;
};

/**
 * Ties a deal to the accepted handoffs that it continues, in the caller's transaction, which holds their people: the promise to
 * qualify is kept, and the handoff stays open until the deal ends.
 *
 * @returns the agreement by which each of these people is a lead
 */
export async function linkDeal(
  ctx: Ctx,
  { dealId, contactIds, memberIds, handoffId }: Deal,
): Promise<Map<string, string>> {
  const linked = new Map<string, string>();
  for (const row of await lockOpenOfContacts(ctx, contactIds)) {
    if (row.id !== handoffId && !memberIds.includes(row.memberId)) continue;
    const move = openDeal(toHandoff(row), dealId, ctx.now.getTime());
    if (!move.ok) {
      if (row.id === handoffId) throw await toConflict(ctx, move, row);
      continue;
    }
    // A verdict that a deal was built upon is nobody's to take back.
    await updateHandoff(ctx, row.id, { dealId, undo: null });
    await moveClocks(ctx, await requireRelay(ctx, row.versionId), [{ subject: subjectOf(row), facts: move.facts }]);
    await tellLinked(ctx, 'handoff.deal-opened', row, null, dealId);
    linked.set(row.contactId, row.versionId);
  }
  return linked;
}

/** Lets open handoffs go on without a deal that is removed: to another one, or back to Marketing. */
export async function unlinkDeal(ctx: Ctx, dealId: string): Promise<void> {
  for (const row of await lockOfDeal(ctx, dealId, 'open')) {
    await updateHandoff(ctx, row.id, { dealId: null });
    await tellLinked(ctx, 'handoff.deal-removed', row, dealId, null);
  }
}

export const subjectOf = ({ id, qualificationId, memberId, teamId, promises }: StateRow) => ({
  ...{ handoffId: id, qualificationId, memberId, teamId, promises },
});

async function tellLinked(ctx: Ctx, verb: string, row: StateRow, was: string | null, is: string | null): Promise<void> {
  const { id, memberId, contactId } = row;
  const values = { before: { dealId: was }, after: { dealId: is } };
  await recordChange(ctx, { verb, object: 'handoff', objectId: id, ...values });
  const details = { contactId, dealId: was ?? is };
  await recordEvents(ctx, [{ kind: verb, object: 'handoff', objectId: id, memberIds: [memberId], details }]);
}
