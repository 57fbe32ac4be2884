import { estimateRate } from '../planning/rate-estimate.ts';
import type { Share } from '../statistics/difference.ts';
import { startDraws } from '../statistics/draws.ts';
import { findQuantiles } from '../statistics/quantile.ts';

/** Causes that lose customers, and causes that waste time; a lead with several counts for the first of this list. */
export const misalignmentCauses = [
  'wrong-rejection',
  'unworked',
  'late-response',
  'opted-out',
  'below-threshold',
  'duplicate-work',
] as const;

export type MisalignmentCause = (typeof misalignmentCauses)[number];
type WasteCause = 'below-threshold' | 'duplicate-work';
type LossCause = Exclude<MisalignmentCause, WasteCause>;

/**
 * Leads that a cause may have lost, of one grade and source. `asIs` is how many of the leads handled so became customers: with
 * it the cost is the difference of two rates, and never the whole rate.
 */
export type LossGroup = { readonly group: string; readonly leads: number; readonly asIs: Share };

export type MisalignmentInput = {
  readonly losses: readonly { readonly cause: LossCause; readonly groups: readonly LossGroup[] }[];
  readonly wastes: readonly {
    readonly cause: WasteCause;
    readonly leads: number;
    readonly minutes: number;
    readonly costPerMinute: number;
  }[];
  /** Our own leads of each grade and source that were handled within the promises: how many became customers. */
  readonly doneRight: Readonly<Record<string, Share>>;
  /** In any unit of money, which the cost then has. */
  readonly averageWon: number;
  /** 0 to 1. */
  readonly margin: number;
};

/** A cost with its 80 % interval; below 0 where the leads did better than those handled right. Null where nothing compares. */
export type CostRange = { readonly expected: number | null; readonly low: number | null; readonly high: number | null };

export type MisalignmentCost = CostRange & {
  readonly confidence: 0.8;
  /** What is shown: these leads went with fewer customers. That the cause took them is not proven. */
  readonly relation: 'associated';
  readonly byCause: readonly (CostRange & {
    readonly cause: MisalignmentCause;
    readonly leads: number;
    /** Leads of groups of which nothing is known when handled right, or as they were: in no figure. */
    readonly unmatched: number;
  })[];
};

/**
 * What a cause costs when both rates are known: leads x (rate when done right - rate as is) x average won amount x margin.
 *
 * @example
 * costOfRates({ leads: 80, rateRight: 0.5, rateAsIs: 0.25 }, 1000, 1) // 20000: not 40000, which would be the whole rate
 */
export function costOfRates(
  { leads, rateRight, rateAsIs }: { leads: number; rateRight: number; rateAsIs: number },
  averageWon: number,
  margin: number,
): number {
  return leads * (rateRight - rateAsIs) * averageWon * margin;
}

/**
 * Gives each lead to one cause, so that nothing is counted twice.
 *
 * @example
 * splitCauses([{ lead: 'a', causes: ['late-response', 'unworked'] }, { lead: 'b', causes: ['late-response'] }])
 * // new Map([['unworked', ['a']], ['late-response', ['b']]])
 */
export function splitCauses(
  leads: readonly { readonly lead: string; readonly causes: readonly MisalignmentCause[] }[],
): Map<MisalignmentCause, string[]> {
  const first = new Map<string, number>();
  for (const { lead, causes } of leads) {
    for (const cause of causes) {
      const rank = misalignmentCauses.indexOf(cause);
      first.set(lead, Math.min(rank, first.get(lead) ?? rank));
    }
  }
  const split = new Map<MisalignmentCause, string[]>();
  for (const [lead, rank] of first) {
    const cause = misalignmentCauses[rank];
    if (cause !== undefined) split.set(cause, [...(split.get(cause) ?? []), lead]);
  }
  return split;
}

/**
 * What it is associated with that the two do not pull together. Both rates of each group of grade and source are what the data
 * allow (Beta posteriors, Jeffreys' prior); a group's rate when done right is one and the same for all causes.
 *
 * @param seed the same seed gives the same interval; `expected` is exact
 * @example
 * const input = {
 *   losses: [{ cause: 'unworked', groups: [{ group: 'A1 webinar', leads: 80, asIs: { count: 4, of: 800 } }] }],
 *   wastes: [], doneRight: { 'A1 webinar': { count: 50, of: 1000 } }, averageWon: 12000, margin: 1,
 * };
 * const cost = estimateMisalignment(input, 1);
 * Math.round(cost.expected) // 43038
 * cost.low < 43038 && 43038 < cost.high // true
 */
export function estimateMisalignment(input: MisalignmentInput, seed: number, draws = 4_000): MisalignmentCost {
  const worth = input.averageWon * input.margin;
  const losses = input.losses.map(({ cause, groups }) => {
    const matched = groups.flatMap((group) => {
      const right = Object.hasOwn(input.doneRight, group.group) ? input.doneRight[group.group] : undefined;
      return right && right.of > 0 && group.asIs.of > 0 ? [{ ...group, right }] : [];
    });
    const leads = sum(groups.map((group) => group.leads));
    return { cause, matched, leads, unmatched: leads - sum(matched.map((group) => group.leads)) };
  });
  const drawn = drawRates(losses, seed, draws);
  const causes = losses.map(({ cause, matched, leads, unmatched }, at) => {
    const expected = sum(matched.map((group) => group.leads * (meanRate(group.right) - meanRate(group.asIs)))) * worth;
    const costs = (drawn[at] ?? new Float64Array()).map((customers) => customers * worth);
    return { cause, leads, unmatched, costs, expected: matched.length === 0 ? null : expected };
  });
  const wastes = input.wastes.map(({ cause, leads, minutes, costPerMinute }) => {
    const expected = minutes * costPerMinute;
    return { cause, leads, unmatched: 0, expected, low: expected, high: expected };
  });
  const fixed = sum(wastes.map(({ expected }) => expected));
  const known = causes.flatMap(({ expected }) => expected ?? []);
  const totals = new Float64Array(draws).map((_, n) => fixed + sum(causes.map(({ costs }) => costs[n] ?? 0)));
  return {
    ...describe(known.length + wastes.length === 0 ? null : fixed + sum(known), totals),
    confidence: 0.8,
    relation: 'associated',
    byCause: [
      ...causes.map(({ cause, leads, unmatched, costs, expected }) => ({
        cause,
        leads,
        unmatched,
        ...describe(expected, costs),
      })),
      ...wastes,
    ],
  };
}

type MatchedGroup = LossGroup & { readonly right: Share };

/** Customers lost by each cause, drawn so many times: the rate of a group when done right is drawn once for all causes. */
function drawRates(
  losses: readonly { readonly matched: readonly MatchedGroup[] }[],
  seed: number,
  count: number,
): Float64Array[] {
  const chance = startDraws(seed);
  const drawShare = ({ count: successes, of: trials }: Share) => {
    const { a, b } = estimateRate({ successes, trials });
    return chance.beta(a, b);
  };
  const results = losses.map(() => new Float64Array(count));
  for (let n = 0; n < count; n += 1) {
    const rights = new Map<string, number>();
    for (const [at, { matched }] of losses.entries()) {
      const result = results[at];
      for (const { group, leads, asIs, right } of matched) {
        const rate = rights.get(group) ?? drawShare(right);
        rights.set(group, rate);
        if (result) result[n] = (result[n] ?? 0) + leads * (rate - drawShare(asIs));
      }
    }
  }
  return results;
}

function describe(expected: number | null, draws: Float64Array): CostRange {
  if (expected === null) return { expected, low: null, high: null };
  const [low = null, high = null] = findQuantiles(draws, [0.1, 0.9]);
  return { expected, low, high };
}

function meanRate({ count, of }: Share): number {
  const { a, b } = estimateRate({ successes: count, trials: of });
  return a / (a + b);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
