import type { Ctx } from '../../context.ts';
import { isOpen } from '../../core/handoff/handoff.ts';
import { mergeOpenItems } from '../../core/identity/survivor.ts';
import type { Moved } from '../../db/merge-tables.ts';
import { recordChanges } from '../audit/record-change.ts';
import { cancelClocks } from '../clocks/cancel-clocks.ts';
import { recordEvents } from '../events/record-events.ts';
import { cancelMerged, listHistory, moveToContacts, type StateRow } from './store.ts';

export type MergedHandoffs = Pick<Moved, 'handoffs' | 'cancelled'> & {
  /** Whether Sales goes on with the handoff that came from the merged contact, and the qualification that it rests on. */
  isDropWorked: boolean;
};

/**
 * Makes the handoffs of contacts those of the contacts that they are merged into. Of two that are open the one that was offered
 * earlier goes on; the other is cancelled as merged, with its promises. One answer a pair, in their order.
 */
export async function mergeHandoffs(
  ctx: Ctx,
  pairs: readonly { keepId: string; dropId: string }[],
): Promise<MergedHandoffs[]> {
  const rows = await listHistory(ctx, [...new Set(pairs.flatMap(({ keepId, dropId }) => [keepId, dropId]))]);
  const byContact = Map.groupBy(rows, ({ contactId }) => contactId);
  const cancelled = new Map<string, StateRow>();
  const moves: { id: string; contactId: string; number: number }[] = [];
  const results = pairs.map(({ keepId, dropId }): MergedHandoffs => {
    const [ours, theirs] = [byContact.get(keepId) ?? [], byContact.get(dropId) ?? []];
    const open = (list: readonly StateRow[]) =>
      list.filter((row) => isOpen({ state: row.status }) && !cancelled.has(row.id));
    const items = (list: readonly StateRow[]) =>
      open(list).map(({ id, offeredAt }) => ({ id, kind: 'handoff', startedAt: offeredAt.getTime() }));
    const ended = mergeOpenItems(items(ours), items(theirs)).cancelled;
    const isDropWorked = open(theirs).some(({ id }) => !ended.includes(id));
    const list: Moved['cancelled'] = [];
    for (const row of [...ours, ...theirs]) {
      if (!(ended.includes(row.id) && (row.status === 'offered' || row.status === 'accepted'))) continue;
      cancelled.set(row.id, row);
      list.push({ id: row.id, contactId: row.contactId, status: row.status, clocks: [] });
    }
    const last = Math.max(0, ...ours.map(({ number }) => number));
    const come = theirs.map((row, at) => ({ row, number: last + 1 + at }));
    moves.push(...come.map(({ row, number }) => ({ id: row.id, contactId: keepId, number })));
    // The next of several that are merged into one meets what this one brought.
    byContact.set(keepId, [...ours, ...come.map(({ row, number }) => ({ ...row, number, contactId: keepId }))]);
    return { handoffs: theirs.map(({ id, number }) => ({ id, number })), cancelled: list, isDropWorked };
  });
  if (cancelled.size > 0) await cancelMerged(ctx, [...cancelled.keys()]);
  if (moves.length > 0) await moveToContacts(ctx, moves);
  const clocks = await cancelClocks(ctx, { handoffIds: [...cancelled.keys()], qualificationIds: [] });
  for (const one of results.flatMap(({ cancelled }) => cancelled)) {
    one.clocks.push(...clocks.filter(({ handoffId }) => handoffId === one.id).map(({ id }) => id));
  }
  if (cancelled.size > 0) await tellCancelled(ctx, [...cancelled.values()]);
  return results;
}

async function tellCancelled(ctx: Ctx, rows: readonly StateRow[]): Promise<void> {
  const verb = 'handoff.cancelled';
  await recordChanges(
    ctx,
    rows.map(({ id, status }) => ({
      ...{ verb, object: 'handoff', objectId: id },
      ...{ before: { status }, after: { status: 'cancelled', cause: 'merged' } },
    })),
  );
  await recordEvents(
    ctx,
    rows.map(({ id, memberId, contactId }) => ({
      ...{ kind: verb, object: 'handoff', objectId: id, memberIds: [memberId], details: { contactId } },
    })),
  );
}
