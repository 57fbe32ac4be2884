import type { Ctx } from '../../context.ts';
import { judgeClock } from '../../core/clock/verdict.ts';
import { recordEvents } from '../events/record-events.ts';
import { loadClocks } from './load-clocks.ts';
import { toDate } from './move-clocks.ts';
import { type ClockRow, lockClocksOf, lockClocksOn, updateJudged } from './store.ts';

/** Computes anew when promises are due that still run on a calendar whose hours have just changed. */
export async function recomputeClocks(ctx: Ctx, calendarId: string): Promise<void> {
  await recompute(ctx, await lockClocksOn(ctx, calendarId));
}

/** Computes anew when the open promises of a member are due, whose absence with cover has just changed, and tells pages. */
export async function recomputeClocksOf(ctx: Ctx, memberId: string): Promise<void> {
  const rows = await lockClocksOf(ctx, memberId);
  await recompute(ctx, rows);
  const about = new Map(
    rows.map(({ handoffId, qualificationId }) =>
      handoffId === null
        ? [qualificationId ?? '', { object: 'qualification', objectId: qualificationId ?? '' }]
        : [handoffId, { object: 'handoff', objectId: handoffId }],
    ),
  );
  await recordEvents(
    ctx,
    [...about.values()].map((record) => ({ ...record, kind: 'clock.recomputed', memberIds: [memberId] })),
  );
}

/**
 * From their start, each part by its calendar and its owner's absences. What is broken stays so, and no step of a ladder is taken
 * twice. Whoever judges clocks finds out at once what comes next of them.
 */
async function recompute(ctx: Ctx, rows: readonly ClockRow[]): Promise<void> {
  const loaded = await loadClocks(ctx, rows);
  await updateJudged(
    ctx,
    loaded.map(({ row: { id }, clock }) => ({
      ...{ id, dueAt: toDate(judgeClock(clock, ctx.now.getTime()).due), nextAt: ctx.now },
      ...{ brokenAt: null, outcome: null, endedAt: null },
    })),
  );
}
