import type { Ctx } from '../../context.ts';
import { type Clock, judgeClock, nextStepAt } from '../../core/clock/verdict.ts';
import { listPercents } from '../../core/relay/ladder.ts';
import { newId } from '../../db/ids.ts';
import { loadClocks } from './load-clocks.ts';
import { toDate } from './move-clocks.ts';
import { insertPauses, type Judged, lockCancelled, updateJudged } from './store.ts';

/**
 * Lets cancelled promises run again, as if they had stood still since: whoever owes them could not have kept them meanwhile.
 *
 * @param since when each was cancelled
 */
export async function reopenClocks(ctx: Ctx, ids: readonly string[], since: Date): Promise<void> {
  if (ids.length === 0) return;
  const now = ctx.now.getTime();
  const judged: Judged[] = [];
  for (const { row, clock, relay } of await loadClocks(ctx, await lockCancelled(ctx, ids))) {
    const next: Clock = { ...clock, pauses: [...clock.pauses, { from: since.getTime(), to: now }] };
    judged.push({
      id: row.id,
      dueAt: toDate(judgeClock(next, now).due),
      nextAt: toDate(nextStepAt(next, listPercents(relay, row.kind), now)),
      ...{ brokenAt: null, outcome: null, endedAt: null },
    });
  }
  await insertPauses(
    ctx,
    judged.map(({ id }) => ({
      ...{ id: newId(ctx.now), clockId: id, fromAt: since, toAt: ctx.now, memberId: null },
      reason: 'merged' as const,
    })),
  );
  await updateJudged(ctx, judged);
}
