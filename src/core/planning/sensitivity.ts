import { type BetaRate, describeRate, estimateRate, jeffreys, type Trials } from './rate-estimate.ts';

/** What one rate does to the leads that are needed, with all others at their mean. */
export type Lever = {
  readonly stage: string;
  readonly mean: number;
  /** The rate when things go badly (P10) and well (P90), and the leads needed then. */
  readonly low: number;
  readonly high: number;
  readonly leadsAtLow: number;
  readonly leadsAtHigh: number;
  /** Leads that lie between the two: how much it matters. */
  readonly swing: number;
};

/**
 * What would help most: each rate at its P10 and its P90 with the others at their mean, the one with the most influence on
 * the leads that are needed first (a tornado).
 *
 * @example
 * const levers = rankLevers(20, [{ stage: 'opportunity', successes: 300, trials: 1200 }, { stage: 'confirmed', successes: 9, trials: 16 }]);
 * levers.map(({ stage }) => stage) // ['confirmed', 'opportunity']
 */
export function rankLevers(
  deals: number,
  stages: readonly (Trials & { readonly stage: string })[],
  prior: BetaRate = jeffreys,
): Lever[] {
  const rates = stages.map((seen) => {
    const { mean, quantiles } = describeRate(estimateRate(seen, prior), [0.1, 0.9]);
    // A rate about which nothing is known may be next to 0; so low that nothing could be divided by it is no help.
    const [low = mean, high = mean] = quantiles.map((value) => Math.max(1e-15, value));
    return { stage: seen.stage, mean, low, high };
  });
  const needed = deals / rates.reduce((product, { mean }) => product * mean, 1);
  return rates
    .map(({ stage, mean, low, high }): Lever => {
      const [leadsAtLow, leadsAtHigh] = [(needed * mean) / low, (needed * mean) / high];
      return { stage, mean, low, high, leadsAtLow, leadsAtHigh, swing: leadsAtLow - leadsAtHigh };
    })
    .sort((a, b) => b.swing - a.swing);
}
