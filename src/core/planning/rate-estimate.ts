import { findBetaQuantile, findBetaShare, logBeta, logGamma } from '../statistics/beta.ts';

/** What a rate may be, given what was seen: Beta(a, b). */
export type BetaRate = { readonly a: number; readonly b: number };

/** How many went on, of how many that could have: of mature cohorts. */
export type Trials = { readonly successes: number; readonly trials: number };

/** Jeffreys' prior: what is believed of a rate before anything was seen. */
export const jeffreys: BetaRate = { a: 0.5, b: 0.5 };

/**
 * What a rate may be after what was seen. With nothing won it is small and never 0; with nothing seen it is anything.
 *
 * @example
 * estimateRate({ successes: 30, trials: 120 }) // { a: 30.5, b: 90.5 }
 * estimateRate({ successes: 0, trials: 0 }) // { a: 0.5, b: 0.5 }
 */
export function estimateRate({ successes, trials }: Trials, prior: BetaRate = jeffreys): BetaRate {
  return { a: prior.a + successes, b: prior.b + trials - successes };
}

/**
 * Mean, standard deviation and quantiles of a rate.
 *
 * @param shares of the quantiles
 * @example
 * const { mean, quantiles } = describeRate({ a: 1, b: 1 }, [0.5]);
 * [mean, quantiles.map((value) => value.toFixed(6))] // [0.5, ['0.500000']]
 */
export function describeRate(
  { a, b }: BetaRate,
  shares: readonly number[] = [0.05, 0.5, 0.95],
): { mean: number; sd: number; quantiles: number[] } {
  return {
    mean: a / (a + b),
    sd: Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1))),
    quantiles: shares.map((share) => findBetaQuantile(share, a, b)),
  };
}

/**
 * The exact moments of the product of independent rates, such as those from one stage to the next. The mean of what is needed
 * for one deal is above one by the mean rate. It is null where a rate is so uncertain that it has none (a <= 1).
 *
 * @example
 * describeProduct([{ a: 3, b: 1 }, { a: 2, b: 2 }]).mean // 0.375
 * describeProduct([{ a: 3, b: 2 }]).meanInverse // 2
 */
export function describeProduct(rates: readonly BetaRate[]): {
  mean: number;
  sd: number;
  meanInverse: number | null;
  inverseOfMean: number;
} {
  let mean = 1;
  let square = 1;
  let inverse: number | null = 1;
  for (const { a, b } of rates) {
    mean *= a / (a + b);
    square *= (a * (a + 1)) / ((a + b) * (a + b + 1));
    inverse = inverse === null || a <= 1 ? null : (inverse * (a + b - 1)) / (a - 1);
  }
  return { mean, sd: Math.sqrt(Math.max(0, square - mean ** 2)), meanInverse: inverse, inverseOfMean: 1 / mean };
}

/**
 * The chance of at least so many successes: exact, with the uncertainty of the rate (beta-binomial). Taking the mean rate
 * for certain would understate the spread.
 *
 * @param of how many that could
 * @param atLeast successes
 * @example
 * findChanceOfAtLeast({ a: 1, b: 1 }, 3, 2).toFixed(9) // '0.500000000'
 * findChanceOfAtLeast({ a: 1, b: 1 }, 3, 0) // 1
 */
export function findChanceOfAtLeast({ a, b }: BetaRate, of: number, atLeast: number): number {
  if (atLeast <= 0) return 1;
  if (atLeast > of) return 0;
  const from = Math.ceil(atLeast);
  let chance =
    logGamma(of + 1) - logGamma(from + 1) - logGamma(of - from + 1) + logBeta(a + from, b + of - from) - logBeta(a, b);
  let sum = 0;
  for (let n = from; n <= of; n += 1) {
    sum += Math.exp(chance);
    chance += Math.log((of - n) / (n + 1)) + Math.log((a + n) / (b + of - n - 1));
  }
  return Math.min(1, sum);
}

/**
 * The chance of at least so many successes if the rate were known: binomial. To compare with; not to plan with.
 *
 * @example
 * findChanceIfKnown(0.5, 2, 1).toFixed(9) // '0.750000000'
 */
export function findChanceIfKnown(rate: number, of: number, atLeast: number): number {
  if (atLeast <= 0) return 1;
  if (atLeast > of) return 0;
  const from = Math.ceil(atLeast);
  return findBetaShare(rate, from, of - from + 1);
}
