import { divide, findQuantile } from '../statistics/quantile.ts';
import { type Interval, wilson } from '../statistics/wilson.ts';
import { type Passage, seeAsOf } from './passages.ts';

/** From `from`, included, to `until`, excluded; epoch milliseconds. */
export type Period = { readonly from: number; readonly until: number };

export type CohortConversion = Interval & {
  /** Leads whose window is over: those that are counted. */
  readonly mature: number;
  /** Of these, how many reached the stage within the window. */
  readonly converted: number;
  /** Leads that still have time; left out. While there are any, the period is not mature. */
  readonly immature: number;
};

/**
 * Which share of the leads that entered a stage in a period reached the next within a window, of those whose window is over.
 * Leads that were disqualified stay in the denominator. The rate to plan with; its interval is Wilson's at 95 %.
 *
 * @param window milliseconds, its end included
 * @param asOf epoch milliseconds
 * @param period in which they entered; all when it is not said
 * @example
 * const way = (lead: string, enteredAt: number, reachedAt: number | null) =>
 *   ({ lead, cycle: 1, enteredAt, reachedAt, endedAt: null });
 * const { rate, mature, immature } =
 *   measureCohort([way('L1', 0, 20 * day), way('L2', 0, 40 * day), way('L3', 50 * day, null)], 30 * day, 60 * day);
 * [rate, mature, immature] // [0.5, 2, 1]
 */
export function measureCohort(
  passages: readonly Passage[],
  window: number,
  asOf: number,
  period: Period = { from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY },
): CohortConversion {
  let mature = 0;
  let converted = 0;
  let immature = 0;
  for (const { enteredAt, reachedAt } of passages) {
    if (enteredAt > asOf || !isWithin(enteredAt, period)) continue;
    if (enteredAt + window > asOf) {
      immature += 1;
      continue;
    }
    mature += 1;
    if (reachedAt !== null && reachedAt <= enteredAt + window) converted += 1;
  }
  return { ...wilson(converted, mature), mature, converted, immature };
}

/**
 * The window that nine of ten leads need who reach the stage at all, in milliseconds; null when nobody has yet.
 *
 * @param asOf epoch milliseconds
 * @example
 * findConversionWindow([{ lead: 'L1', cycle: 1, enteredAt: 0, reachedAt: 12 * day, endedAt: null }], 60 * day) // 12 * day
 */
export function findConversionWindow(passages: readonly Passage[], asOf: number): number | null {
  return findQuantile(listDurations(passages, asOf), 0.9);
}

/**
 * How long those took who reached the stage by an instant, in milliseconds, shortest first.
 *
 * @example
 * listDurations([{ lead: 'L1', cycle: 1, enteredAt: 5, reachedAt: 25, endedAt: null }], 99) // [20]
 */
export function listDurations(passages: readonly Passage[], asOf: number): number[] {
  return seeAsOf(passages, asOf)
    .flatMap(({ enteredAt, reachedAt }) => (reachedAt === null ? [] : [reachedAt - enteredAt]))
    .sort((a, b) => a - b);
}

/** A flow ratio is of different leads, may exceed 1 and is never planned with; `measure` says so wherever it goes. */
export type Flow = {
  readonly measure: 'flow';
  readonly entered: number;
  readonly reached: number;
  readonly ratio: number | null;
};

/**
 * How many reached the later stage in a period for each that entered the earlier one in it.
 *
 * @example
 * measureFlow([{ lead: 'L1', cycle: 1, enteredAt: 5, reachedAt: 25, endedAt: null }], { from: 20, until: 30 })
 * // { measure: 'flow', entered: 0, reached: 1, ratio: null }
 */
export function measureFlow(passages: readonly Passage[], period: Period): Flow {
  let entered = 0;
  let reached = 0;
  for (const { enteredAt, reachedAt } of passages) {
    if (isWithin(enteredAt, period)) entered += 1;
    if (reachedAt !== null && isWithin(reachedAt, period)) reached += 1;
  }
  return { measure: 'flow', entered, reached, ratio: divide(reached, entered) };
}

function isWithin(at: number, { from, until }: Period): boolean {
  return from <= at && at < until;
}
