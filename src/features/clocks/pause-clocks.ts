import type { Ctx } from '../../context.ts';
import { listHolding } from '../../core/clock/auto-resume.ts';
import type { PauseReason } from '../../core/clock/pause.ts';
import { type Clock, judgeClock } from '../../core/clock/verdict.ts';
import { pausableKinds } from '../../core/handoff/clock-effects.ts';
import { type Refused, refuse } from '../../core/handoff/refusal.ts';
import { newId } from '../../db/ids.ts';
import { type LoadedClock, loadClocks } from './load-clocks.ts';
import { toDate } from './move-clocks.ts';
import { type ClockRow, endPauses, insertPauses, lockOpenClocks, updateJudged } from './store.ts';

export type GivenPause = {
  reason: PauseReason;
  from: Date;
  /** Null where nobody can say. */
  to: Date | null;
  note: string | null;
  memberId: string;
};

/**
 * Lets the promises stand still that a rep owes for a lead. One whose time is over by now is broken, and stays so.
 *
 * @returns why it is refused; null when it is done
 */
export async function pauseClocks(ctx: Ctx, handoffId: string, pause: GivenPause): Promise<Refused | null> {
  const loaded = await lockPausable(ctx, handoffId);
  const states = loaded.map(({ clock }) => judgeClock(clock, ctx.now.getTime()).state);
  const running = loaded.filter((_, n) => states[n] === 'running');
  if (running.length === 0) {
    return refuse(states.includes('paused') ? 'handoff.already-paused' : 'handoff.nothing-to-pause');
  }
  const { reason, to, note, memberId } = pause;
  const paused = running.map(({ row, clock }) => {
    const from = Math.max(pause.from.getTime(), row.startedAt.getTime());
    const added = { from, to: to?.getTime() ?? null };
    return { row, fromAt: new Date(from), clock: { ...clock, pauses: [...clock.pauses, added] } };
  });
  await insertPauses(
    ctx,
    paused.map(({ row, fromAt }) => ({
      ...{ id: newId(ctx.now), clockId: row.id, fromAt, toAt: to, reason, note, memberId },
    })),
  );
  await rewrite(ctx, paused);
  return null;
}

/**
 * Lets promises run again that somebody paused for a lead. While its owner is away with cover they stand still all the same.
 *
 * @returns why it is refused; null when it is done
 */
export async function resumeClocks(ctx: Ctx, handoffId: string): Promise<Refused | null> {
  const now = ctx.now.getTime();
  const held = (await lockPausable(ctx, handoffId)).map((one) => ({
    ...one,
    holding: listHolding(one.clock.calendars, one.clock.pauses, now),
  }));
  const ended = new Set(held.flatMap(({ holding }) => holding.map(({ id }) => id)).filter((id) => id !== null));
  if (ended.size === 0) {
    const isAway = held.some(({ holding }) => holding.length > 0);
    return refuse(isAway ? 'handoff.paused-by-absence' : 'handoff.not-paused');
  }
  await endPauses(ctx, [...ended]);
  await rewrite(
    ctx,
    held.map(({ row, clock }) => {
      const pauses = clock.pauses.map((pause) =>
        pause.id !== null && ended.has(pause.id) ? { ...pause, to: now } : pause,
      );
      return { row, clock: { ...clock, pauses } };
    }),
  );
  return null;
}

async function lockPausable(ctx: Ctx, handoffId: string): Promise<LoadedClock<ClockRow>[]> {
  const rows = await lockOpenClocks(ctx, [handoffId]);
  return loadClocks(
    ctx,
    rows.filter(({ kind }) => pausableKinds.includes(kind)),
  );
}

/** Whoever judges clocks finds out at once what comes next of them. */
async function rewrite(ctx: Ctx, changed: readonly { row: ClockRow; clock: Clock }[]): Promise<void> {
  await updateJudged(
    ctx,
    changed.map(({ row: { id }, clock }) => ({
      ...{ id, dueAt: toDate(judgeClock(clock, ctx.now.getTime()).due), nextAt: ctx.now },
      ...{ brokenAt: null, outcome: null, endedAt: null },
    })),
  );
}
