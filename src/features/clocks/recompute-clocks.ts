import type { Ctx } from '../../context.ts';
import { judgeClock } from '../../core/clock/verdict.ts';
import { loadClocks } from './load-clocks.ts';
import { toDate } from './move-clocks.ts';
import { lockClocksOn, updateJudged } from './store.ts';

/**
 * Computes anew when promises are due that still run on a calendar whose hours have just changed: from their start, each part
 * by its calendar. What is broken stays so, and no step of a ladder is taken twice. Whoever judges clocks finds out at once what
 * comes next of them.
 */
export async function recomputeClocks(ctx: Ctx, calendarId: string): Promise<void> {
  const loaded = await loadClocks(ctx, await lockClocksOn(ctx, calendarId));
  await updateJudged(
    ctx,
    loaded.map(({ row: { id }, clock }) => ({
      ...{ id, dueAt: toDate(judgeClock(clock, ctx.now.getTime()).due), nextAt: ctx.now },
      ...{ brokenAt: null, outcome: null, endedAt: null },
    })),
  );
}
