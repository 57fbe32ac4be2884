import { BatonError } from '../errors.ts';
import { divide } from '../statistics/quantile.ts';

/** A stage and the share of it that goes on to the stage named before, or to a won deal; above 0, at most 1. */
export type StageRate = { readonly stage: string; readonly rate: number };

/** How much of a stage is needed: `exact` to calculate on with, `display` rounded up, for people. */
export type Need = { readonly stage: string; readonly exact: number; readonly display: number };

/**
 * How many of each stage so many deals need, from the deals back. Exact figures are carried on: rounding up at every stage
 * would ask for more than is needed.
 *
 * @param rates from the last stage to the first
 * @throws `rate.out-of-range` for a rate that is 0, above 1, or no number
 * @example
 * walkBack(25, [{ stage: 'opportunity', rate: 0.25 }, { stage: 'confirmed', rate: 0.3 }])
 * // [{ stage: 'deals', exact: 25, display: 25 }, { stage: 'opportunity', exact: 100, display: 100 },
 * //  { stage: 'confirmed', exact: 100 / 0.3, display: 334 }]
 */
export function walkBack(deals: number, rates: readonly StageRate[]): Need[] {
  const needs = [describeNeed('deals', deals)];
  let exact = deals;
  for (const { stage, rate } of rates) {
    exact /= checkRate(rate, stage);
    needs.push(describeNeed(stage, exact));
  }
  return needs;
}

/**
 * A rate as it is, when one can plan with it.
 *
 * @param stage whose rate it is, for the message
 * @throws `rate.out-of-range` for one that is 0, above 1, or no number
 * @example
 * checkRate(0.25, 'opportunity') // 0.25
 * checkRate(0, 'opportunity') // throws 'rate.out-of-range'
 */
export function checkRate(rate: number, stage: string): number {
  if (rate > 0 && rate <= 1) return rate;
  throw new BatonError(
    'invalid',
    'rate.out-of-range',
    `The rate of ${stage} is ${rate}; it must be above 0 and at most 1. Where nothing has been won yet, plan with the rate that the data allow (estimateRate), not with 0.`,
  );
}

/**
 * Rounded up as people are told it. The small part taken off keeps 100.00000000000001 from being 101.
 *
 * @example
 * roundUp(333.4) // 334
 * roundUp(100.00000000000001) // 100
 */
export function roundUp(exact: number): number {
  // Never -0.
  return Math.ceil(exact - 1e-9) + 0;
}

/** The goal of one segment. Money in minor units; all of one currency. */
export type SegmentGoal = {
  readonly quota: number;
  readonly won?: number;
  readonly openPipeline?: readonly { readonly value: number; readonly winRate: number }[];
  /** The part that Marketing has agreed to, 0 to 1; all of it unless said. */
  readonly marketingShare?: number;
  /** The mean amount of a won deal of this segment. */
  readonly meanDeal: number;
  /** From the last stage to the first. */
  readonly rates: readonly StageRate[];
};

export type SegmentPlan = {
  /** Quota less what is won and what the open pipeline is worth; 0 when that covers it. */
  readonly gap: number;
  readonly marketingGap: number;
  readonly needs: readonly Need[];
};

/**
 * What Marketing has to bring for the quota of a segment: the gap, its part of it, the deals that makes, and back from there.
 *
 * @throws `rate.out-of-range` as `walkBack`; `deal.no-amount` when the mean deal is not above 0
 * @example
 * const plan = planSegment({
 *   quota: 900_000, openPipeline: [{ value: 400_000, winRate: 0.3 }], marketingShare: 0.6, meanDeal: 15_000,
 *   rates: [{ stage: 'opportunity', rate: 0.2 }, { stage: 'confirmed', rate: 0.5 }],
 * });
 * [plan.gap, plan.marketingGap, plan.needs.map(({ display }) => display)] // [780_000, 468_000, [32, 156, 312]]
 */
export function planSegment(goal: SegmentGoal): SegmentPlan {
  const { quota, won = 0, openPipeline = [], marketingShare = 1, meanDeal, rates } = goal;
  if (!(meanDeal > 0)) {
    throw new BatonError(
      'invalid',
      'deal.no-amount',
      'The mean deal of a segment must be above 0: without won deals, say what one is expected to bring.',
    );
  }
  const covered = openPipeline.reduce((sum, { value, winRate }) => sum + value * winRate, won);
  const gap = Math.max(0, quota - covered);
  const marketingGap = gap * marketingShare;
  return { gap, marketingGap, needs: walkBack(marketingGap / meanDeal, rates) };
}

/**
 * The plans of several segments, and what they need together. Never one plan with a blended deal: that is another, wrong
 * plan.
 *
 * @example
 * const segment = (name: string, quota: number) => ({ name, quota, meanDeal: 10, rates: [{ stage: 'qualified', rate: 0.5 }] });
 * planSegments([segment('small', 50), segment('large', 100)]).total
 * // [{ stage: 'deals', exact: 15, display: 15 }, { stage: 'qualified', exact: 30, display: 30 }]
 */
export function planSegments(segments: readonly (SegmentGoal & { readonly name: string })[]): {
  segments: (SegmentPlan & { name: string })[];
  total: Need[];
} {
  const plans = segments.map((segment) => ({ name: segment.name, ...planSegment(segment) }));
  const sums = new Map<string, number>();
  for (const { needs } of plans) {
    for (const { stage, exact } of needs) sums.set(stage, (sums.get(stage) ?? 0) + exact);
  }
  return { segments: plans, total: [...sums].map(([stage, exact]) => describeNeed(stage, exact)) };
}

/**
 * The rates between counts of successive stages, and from the first to the last; null after a stage nobody reached.
 *
 * @param counts from the first stage to the last
 * @example
 * measureChain([100, 50, 5]) // { rates: [0.5, 0.1], overall: 0.05 }
 * measureChain([0, 0]) // { rates: [null], overall: null }
 */
export function measureChain(counts: readonly number[]): { rates: (number | null)[]; overall: number | null } {
  return {
    rates: counts.slice(1).map((count, at) => divide(count, counts[at] ?? 0)),
    overall: divide(counts.at(-1) ?? 0, counts[0] ?? 0),
  };
}

function describeNeed(stage: string, exact: number): Need {
  return { stage, exact, display: roundUp(exact) };
}
