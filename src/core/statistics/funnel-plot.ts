import { logGamma } from './beta.ts';
import type { Share } from './difference.ts';
import { divide } from './quantile.ts';

/** What a share of so many may be by chance alone; null where nothing is known. */
export type FunnelLimits = { readonly low: number | null; readonly high: number | null };

/**
 * The limits of a funnel plot: between which shares of `of` cases lie by chance if they all follow `rate`. Exact binomial
 * limits, interpolated as Spiegelhalter (Statistics in Medicine 24, 2005, 1185-1202) does, so that they hold for few cases
 * too.
 *
 * @param rate of all together, 0 to 1
 * @param of cases
 * @param confidence 99 % unless said
 * @example
 * findFunnelLimits(0.5, 100, 0.95).low?.toFixed(3) // '0.397'
 * findFunnelLimits(0.5, 0) // { low: null, high: null }
 */
export function findFunnelLimits(rate: number | null, of: number, confidence = 0.99): FunnelLimits {
  if (rate === null || of === 0) return { low: null, high: null };
  const beyond = (1 - confidence) / 2;
  return { low: findLimit(rate, of, beyond), high: findLimit(rate, of, 1 - beyond) };
}

export type FunnelPoint<Name> = FunnelLimits & {
  readonly name: Name;
  readonly count: number;
  readonly of: number;
  readonly rate: number | null;
  /** Which side of the limits it lies on; `within` too where nothing is known. */
  readonly side: 'above' | 'below' | 'within';
};

/**
 * Places each of a group, such as reps, beside the limits around the share of all together: who lies outside differs by more
 * than chance.
 *
 * @example
 * plotFunnel([{ name: 'Sammy', count: 7, of: 20 }, { name: 'Sue', count: 210, of: 300 }]).rows.map(({ side }) => side)
 * // ['below', 'within']
 */
export function plotFunnel<Name>(
  group: readonly (Share & { readonly name: Name })[],
  confidence = 0.99,
): { rate: number | null; rows: FunnelPoint<Name>[] } {
  const sum = (pick: (share: Share) => number) => group.reduce((total, share) => total + pick(share), 0);
  const rate = divide(
    sum(({ count }) => count),
    sum(({ of }) => of),
  );
  const rows = group.map(({ name, count, of }): FunnelPoint<Name> => {
    const own = divide(count, of);
    const { low, high } = findFunnelLimits(rate, of, confidence);
    const side =
      own === null || low === null || high === null ? 'within' : own < low ? 'below' : own > high ? 'above' : 'within';
    return { name, count, of, rate: own, low, high, side };
  });
  return { rate, rows };
}

/** The share at which the binomial distribution reaches a probability, between its steps by interpolation. */
function findLimit(rate: number, of: number, probability: number): number {
  if (rate <= 0 || rate >= 1) return rate;
  const odds = Math.log(rate) - Math.log1p(-rate);
  let chance = of * Math.log1p(-rate);
  // Most of a large distribution is too small to count: begin eight deviations below the mean.
  const from = Math.max(0, Math.floor(of * rate - 8 * Math.sqrt(of * rate * (1 - rate)) - 8));
  chance += logGamma(of + 1) - logGamma(from + 1) - logGamma(of - from + 1) + from * odds;
  let reached = 0;
  for (let n = from; n <= of; n += 1) {
    const step = Math.exp(chance);
    if (reached + step >= probability) {
      return Math.min(1, Math.max(0, (n - (reached + step - probability) / step) / of));
    }
    reached += step;
    chance += Math.log((of - n) / (n + 1)) + odds;
  }
  return 1;
}
