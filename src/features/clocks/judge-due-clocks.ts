import { type Ctx, tx } from '../../context.ts';
import { endPauses } from '../../core/clock/auto-resume.ts';
import { climbLadder } from '../../core/clock/escalation.ts';
import { judgeClock, nextStepAt } from '../../core/clock/verdict.ts';
import { type LoadedClock, loadClocks } from './load-clocks.ts';
import { listPercents, toDate } from './move-clocks.ts';
import { type ClockRow, claimDueClocks, insertSteps, type Judged, type NewStep, updateJudged } from './store.ts';

/** So many clocks are judged in one transaction: few enough that a rep who accepts waits for a moment only. */
const mostClocks = 500;

/**
 * Does to clocks what time alone does: notes the steps of the ladder that are reached, breaks those whose time is over, and
 * says when to look again. The verdict rests on instants, never on when somebody looked: after a stop of a day each step
 * bears the instant at which it was reached, and none is taken twice.
 *
 * @returns whether more may be waiting
 */
export async function judgeDueClocks(ctx: Ctx): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const rows = await claimDueClocks(ctx, mostClocks);
    if (rows.length === 0) return false;
    const loaded = await loadClocks(ctx, rows);
    await insertSteps(
      ctx,
      loaded.flatMap((one) => listSteps(one, ctx.now.getTime())),
    );
    await updateJudged(
      ctx,
      loaded.map((one) => judge(one, ctx.now.getTime())),
    );
    return rows.length === mostClocks;
  });
}

function listSteps({ row, clock, relay }: LoadedClock<ClockRow>, now: number): NewStep[] {
  if (row.answeredAt !== null) return [];
  const { calendars, start, target } = clock;
  const steps = climbLadder(calendars, start, target, listPercents(relay), endPauses(calendars, clock.pauses, now));
  return steps.flatMap(({ percent, at }, n) =>
    at === null || at > now
      ? []
      : [
          {
            clockId: row.id,
            step: Math.round(percent),
            at: new Date(at),
            told: JSON.stringify(relay.agreement.escalation[n]?.tell ?? []),
          },
        ],
  );
}

function judge({ row, clock, relay }: LoadedClock<ClockRow>, now: number): Judged {
  const { state, due } = judgeClock(clock, now);
  const next = row.answeredAt === null ? nextStepAt(clock, listPercents(relay), now) : null;
  const { id, brokenAt, outcome, endedAt } = row;
  if (outcome !== null) return { id, dueAt: row.dueAt, nextAt: toDate(next), brokenAt, outcome, endedAt };
  if (state === 'broken') {
    return {
      id,
      dueAt: toDate(due),
      nextAt: toDate(next),
      brokenAt: toDate(due),
      outcome: 'broken',
      endedAt: toDate(due),
    };
  }
  // A promise can still be kept at its due instant: it is broken by the first one after it.
  const breaksAt = state === 'running' && due !== null ? due + 1 : null;
  const nextAt = breaksAt === null ? next : Math.min(next ?? breaksAt, breaksAt);
  return { id, dueAt: toDate(due), nextAt: toDate(nextAt), brokenAt, outcome, endedAt };
}
