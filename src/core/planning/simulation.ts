import { type Draws, startDraws } from '../statistics/draws.ts';
import { findMean, findQuantiles } from '../statistics/quantile.ts';
import { type BetaRate, describeProduct, estimateRate, jeffreys, type Trials } from './rate-estimate.ts';

export type SimulationOptions = {
  /** The same seed gives the same plan. */
  readonly seed: number;
  /** At least 20,000, which is what there is unless said: with fewer the last digits are the chance's own. */
  readonly draws?: number;
  /** What is believed of each rate before anything was seen: Jeffreys' unless said. */
  readonly prior?: BetaRate;
};

/** A quantile with the interval, 95 %, in which it would lie with other seeds: print no more digits than it leaves. */
export type SimulatedQuantile = { readonly value: number; readonly low: number; readonly high: number };
export type SimulatedQuantiles = {
  readonly p10: SimulatedQuantile;
  readonly p50: SimulatedQuantile;
  readonly p80: SimulatedQuantile;
  readonly p90: SimulatedQuantile;
};

export type RequiredLeads = {
  /** `p80`: with so many, four of five rates that fit the data give the deals. */
  readonly quantiles: SimulatedQuantiles;
  /** Exact; null where a rate is so uncertain that it has no mean. */
  readonly mean: number | null;
  /** With the observed rates taken for certain: too few, more often than not. Null where one is 0 or unknown. */
  readonly naive: number | null;
  readonly draws: number;
  readonly seed: number;
};

const fewestDraws = 20_000;

/**
 * How many leads so many deals need, when the rates are known only as well as the data allow: each rate is drawn from what it
 * may be, the stages independent of each other.
 *
 * @param stages what was seen of each stage between lead and deal, in any order
 * @example
 * const stages = [{ successes: 30, trials: 120 }, { successes: 90, trials: 160 }, { successes: 160, trials: 420 }];
 * const plan = simulateRequiredLeads(20, stages, { seed: 1 });
 * [Math.round(plan.naive), Math.round(plan.mean), plan.quantiles.p80.value > 430] // [373, 383, true]
 */
export function simulateRequiredLeads(
  deals: number,
  stages: readonly Trials[],
  options: SimulationOptions,
): RequiredLeads {
  const { seed, prior = jeffreys } = options;
  const rates = stages.map((stage) => estimateRate(stage, prior));
  const required = drawProducts(startDraws(seed), rates, countDraws(options));
  for (let n = 0; n < required.length; n += 1) required[n] = deals / (required[n] ?? 1);
  const { meanInverse } = describeProduct(rates);
  const naive = stages.reduce((product, { successes, trials }) => product * (trials === 0 ? 0 : successes / trials), 1);
  return {
    quantiles: summarise(required),
    mean: meanInverse === null ? null : deals * meanInverse,
    naive: naive === 0 ? null : deals / naive,
    draws: required.length,
    seed,
  };
}

/** What a won deal brings, minor units: by its mean and the spread of its logarithm, or drawn from amounts of won deals. */
export type DealSize =
  | { readonly kind: 'lognormal'; readonly mean: number; readonly logSd: number }
  | { readonly kind: 'observed'; readonly amounts: readonly number[] };

export type RevenueForecast = {
  /** The chance of the quota; 0 to 1. */
  readonly chance: number;
  /** How far it may be off because draws are chance: its standard error. */
  readonly chanceError: number;
  /** Exact. */
  readonly expectedDeals: number;
  /** Exact, minor units. */
  readonly expectedRevenue: number;
  /** Of the revenue, minor units. */
  readonly quantiles: SimulatedQuantiles;
  readonly draws: number;
  readonly seed: number;
};

/**
 * How likely so many leads bring the quota: rates drawn from what they may be, deals by chance from those, and the amount of
 * each deal. Without amounts of won deals there is no revenue.
 *
 * @param leads a whole number
 * @param quota minor units
 * @example
 * const stages = [{ successes: 30, trials: 120 }, { successes: 90, trials: 160 }, { successes: 160, trials: 420 }];
 * const size = { kind: 'lognormal', mean: 24_000, logSd: 0.6 };
 * const { chance, expectedDeals } = simulateRevenue(450, stages, size, 500_000, { seed: 1 });
 * [chance > 0.64 && chance < 0.68, expectedDeals.toFixed(2)] // [true, '24.31']
 */
export function simulateRevenue(
  leads: number,
  stages: readonly Trials[],
  size: DealSize,
  quota: number,
  options: SimulationOptions,
): RevenueForecast {
  const { seed, prior = jeffreys } = options;
  const draws = startDraws(seed);
  const rates = stages.map((stage) => estimateRate(stage, prior));
  // To go from stage to stage by chance is to go all the way with the product of the chances.
  const revenue = drawProducts(draws, rates, countDraws(options));
  const drawAmount = readSize(draws, size);
  let hits = 0;
  for (let n = 0; n < revenue.length; n += 1) {
    let sum = 0;
    for (let deals = draws.binomial(leads, revenue[n] ?? 0); deals > 0; deals -= 1) sum += drawAmount();
    revenue[n] = sum;
    if (sum >= quota) hits += 1;
  }
  const chance = hits / revenue.length;
  const expectedDeals = leads * describeProduct(rates).mean;
  return {
    chance,
    chanceError: Math.sqrt((chance * (1 - chance)) / revenue.length),
    expectedDeals,
    expectedRevenue: expectedDeals * meanOf(size),
    quantiles: summarise(revenue),
    draws: revenue.length,
    seed,
  };
}

function countDraws({ draws = fewestDraws }: SimulationOptions): number {
  return Math.max(fewestDraws, Math.floor(draws));
}

/** The product of all rates, drawn so many times. */
function drawProducts(draws: Draws, rates: readonly BetaRate[], count: number): Float64Array {
  const products = new Float64Array(count).fill(1);
  for (const { a, b } of rates) {
    for (let n = 0; n < count; n += 1) products[n] = (products[n] ?? 1) * draws.beta(a, b);
  }
  // A product of many tiny rates still divides.
  for (let n = 0; n < count; n += 1) products[n] = Math.max(1e-100, products[n] ?? 1);
  return products;
}

function readSize(draws: Draws, size: DealSize): () => number {
  if (size.kind === 'observed') {
    const { amounts } = size;
    return () => amounts[Math.floor(draws.uniform() * amounts.length)] ?? 0;
  }
  if (size.mean <= 0) return () => 0;
  const logMean = Math.log(size.mean) - size.logSd ** 2 / 2;
  return () => draws.lognormal(logMean, size.logSd);
}

function meanOf(size: DealSize): number {
  return size.kind === 'observed' ? (findMean(size.amounts) ?? 0) : Math.max(0, size.mean);
}

function summarise(values: Float64Array): SimulatedQuantiles {
  const shares = [0.1, 0.5, 0.8, 0.9].flatMap((share) => {
    // By how much the rank of a quantile differs between seeds.
    const off = 1.96 * Math.sqrt((share * (1 - share)) / values.length);
    return [share - off, share, share + off];
  });
  const found = findQuantiles(values, shares);
  const at = (place: number) => ({
    value: found[place + 1] ?? 0,
    low: found[place] ?? 0,
    high: found[place + 2] ?? 0,
  });
  return { p10: at(0), p50: at(3), p80: at(6), p90: at(9) };
}
