import { findMedian } from '../statistics/quantile.ts';
import { listDurations } from './conversion.ts';
import { type Passage, seeAsOf } from './passages.ts';
import { estimateWaiting, findWaitingQuantile, type Observation, type SurvivalStep } from './survival.ts';

/** Times in milliseconds. */
export type Velocity = {
  readonly converted: number;
  /** Still on their way. */
  readonly open: number;
  /** Ended without: they never will. */
  readonly ended: number;
  /** The median of those who arrived: flatters, since the slow ones have not arrived yet. */
  readonly medianOfConverters: number | null;
  /** The median over all who set out; null when fewer than half arrive. */
  readonly median: number | null;
  readonly steps: readonly SurvivalStep[];
};

/**
 * How long leads take from one stage to another, as of an instant: over those who arrived, and over all, where who is open
 * counts for as long as they have been and who ended never arrives.
 *
 * @param asOf epoch milliseconds
 * @example
 * const way = (lead: string, enteredAt: number, reachedAt: number | null) =>
 *   ({ lead, cycle: 1, enteredAt, reachedAt, endedAt: null });
 * const found = measureVelocity([way('L1', 0, 10), way('L2', 0, 30), way('L3', 0, null)], 90);
 * [found.medianOfConverters, found.median] // [20, 30]
 */
export function measureVelocity(passages: readonly Passage[], asOf: number): Velocity {
  const known = seeAsOf(passages, asOf);
  const durations = listDurations(known, asOf);
  const steps = estimateWaiting(known.map((passage) => observe(passage, asOf)));
  const ended = known.filter(({ reachedAt, endedAt }) => reachedAt === null && endedAt !== null).length;
  return {
    converted: durations.length,
    open: known.length - durations.length - ended,
    ended,
    medianOfConverters: findMedian(durations),
    median: findWaitingQuantile(steps),
    steps,
  };
}

function observe({ enteredAt, reachedAt, endedAt }: Passage, asOf: number): Observation {
  if (reachedAt !== null) return { time: reachedAt - enteredAt, happened: true };
  return { time: endedAt === null ? asOf - enteredAt : Number.POSITIVE_INFINITY, happened: false };
}

/**
 * What the open deals bring a day: their number x win rate x mean amount of won ones, by the median days from opening to
 * winning. Null where one of them is not known, or there are no days.
 *
 * @param meanWon minor units
 * @returns minor units a day
 * @example
 * measurePipelineVelocity({ open: 60, winRate: 0.25, meanWon: 2_000_000, medianDays: 75 }) // 400_000
 */
export function measurePipelineVelocity(pipeline: {
  readonly open: number;
  readonly winRate: number | null;
  readonly meanWon: number | null;
  readonly medianDays: number | null;
}): number | null {
  const { open, winRate, meanWon, medianDays } = pipeline;
  if (winRate === null || meanWon === null || medianDays === null || medianDays === 0) return null;
  return (open * winRate * meanWon) / medianDays;
}
