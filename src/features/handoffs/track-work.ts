import type { Ctx } from '../../context.ts';
import { compareWork } from '../../core/handoff/work-handoff.ts';
import { workTermsOf } from '../../core/relay/relay.ts';
import { type ClockMoves, moveClocks } from '../clocks/move-clocks.ts';
import { recordEvents } from '../events/record-events.ts';
import { loadWorked, requireRelay } from './load-handoff.ts';
import { returnCredit } from './return-credit.ts';
import { lockOpenOfContacts, type StateRow } from './store.ts';

/**
 * Makes a change to what is known of activities with contacts, and carries out what follows for the leads that are open: a first
 * attempt keeps the promise to respond, enough of them keep that of attempts, whoever talked with us is owed none; and what is
 * taken back is open again. The caller holds the contacts, and changes nothing of their handoffs.
 */
export async function trackWork<Result>(
  ctx: Ctx,
  contactIds: readonly string[],
  change: () => Promise<Result>,
): Promise<Result> {
  const rows = await lockOpenOfContacts(ctx, contactIds);
  if (rows.length === 0) return change();
  const before = await loadWorked(ctx, rows);
  const result = await change();
  const after = await loadWorked(ctx, rows);
  const byVersion = new Map<string, ClockMoves[]>();
  const changed: StateRow[] = [];
  for (const row of rows) {
    const [was, is] = [before.get(row.id), after.get(row.id)];
    if (was === undefined || is === undefined) continue;
    const relay = await requireRelay(ctx, row.versionId);
    const facts = compareWork(was.handoff, is.handoff, workTermsOf(relay, row.promises.respond), ctx.now.getTime());
    if (JSON.stringify(was) !== JSON.stringify(is)) changed.push(row);
    if (is.noShows > was.noShows) await returnCredit(ctx, relay, row, { outcome: 'no-show' });
    if (facts.length === 0) continue;
    const { id: handoffId, qualificationId, memberId, teamId, promises } = row;
    const subject = { handoffId, qualificationId, memberId, teamId, promises };
    byVersion.set(row.versionId, [...(byVersion.get(row.versionId) ?? []), { subject, facts }]);
  }
  for (const [versionId, moves] of byVersion) await moveClocks(ctx, await requireRelay(ctx, versionId), moves);
  await recordEvents(
    ctx,
    changed.map(({ id, memberId, contactId }) => ({
      ...{ kind: 'handoff.worked', object: 'handoff', objectId: id, memberIds: [memberId], details: { contactId } },
    })),
  );
  return result;
}
