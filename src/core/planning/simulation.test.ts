import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startDraws } from '../statistics/draws.ts';
import { findMean } from '../statistics/quantile.ts';
import {
  describeProduct,
  describeRate,
  estimateRate,
  findChanceIfKnown,
  findChanceOfAtLeast,
} from './rate-estimate.ts';
import { rankLevers } from './sensitivity.ts';
import { type DealSize, simulateRequiredLeads, simulateRevenue } from './simulation.ts';

const trials = fc
  .integer({ min: 0, max: 300 })
  .chain((of) => fc.record({ successes: fc.integer({ min: 0, max: of }), trials: fc.constant(of) }));
const example = [
  { successes: 30, trials: 120 },
  { successes: 90, trials: 160 },
  { successes: 160, trials: 420 },
];
const size: DealSize = { kind: 'lognormal', mean: 24_000, logSd: 0.6 };

/** Every number in a plan. */
function listNumbers(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listNumbers) : [];
}

describe('draws', () => {
  const count = 40_000;
  const draw = (take: () => number) => Array.from({ length: count }, take);
  const spread = (values: number[], mean: number) =>
    Math.sqrt(findMean(values.map((value) => (value - mean) ** 2)) ?? 0);

  it.each([
    [0.5, 0.5],
    [0.5, 200.5],
    [30.5, 90.5],
    [3, 0.7],
  ])('of Beta(%f, %f) have its mean and spread', (a, b) => {
    const draws = startDraws(3);
    const values = draw(() => draws.beta(a, b));
    const { mean, sd } = describeRate({ a, b }, []);
    expect(Math.abs((findMean(values) ?? 0) - mean)).toBeLessThan((5 * sd) / Math.sqrt(count));
    expect(spread(values, mean) / sd).toBeCloseTo(1, 1);
  });

  it.each([
    [1, 0.3],
    [20, 0.05],
    [450, 0.054],
    [1_000, 0.5],
    [30, 0.97],
    [1_000_000, 0.2],
  ])('of %i cases at %f have their mean, spread and whole numbers', (of, chance) => {
    const draws = startDraws(5);
    const values = draw(() => draws.binomial(of, chance));
    const sd = Math.sqrt(of * chance * (1 - chance));
    expect(Math.abs((findMean(values) ?? 0) - of * chance)).toBeLessThan((5 * sd) / Math.sqrt(count));
    expect(spread(values, of * chance) / sd).toBeCloseTo(1, 1);
    expect(values.every((value) => Number.isInteger(value) && value >= 0 && value <= of)).toBe(true);
  });

  it('of cases are distributed as they must be, place by place', () => {
    const draws = startDraws(11);
    const values = draw(() => draws.binomial(60, 0.3));
    for (const atLeast of [10, 14, 18, 22, 26]) {
      const share = values.filter((value) => value >= atLeast).length / count;
      expect(Math.abs(share - findChanceIfKnown(0.3, 60, atLeast))).toBeLessThan(0.01);
    }
  });

  it('of nothing are nothing', () => {
    const draws = startDraws(1);
    expect([draws.binomial(0, 0.5), draws.binomial(9, 0), draws.binomial(9, 1)]).toEqual([0, 0, 9]);
  });
});

describe('rates', () => {
  it('are never 0 and never certain, whatever was seen', () => {
    fc.assert(
      fc.property(trials, (seen) => {
        const { mean, sd, quantiles } = describeRate(estimateRate(seen));
        expect(mean).toBeGreaterThan(0);
        expect(mean).toBeLessThan(1);
        expect(sd).toBeGreaterThan(0);
        expect(quantiles).toEqual(quantiles.toSorted((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
  });

  it('need more than one by their mean', () => {
    fc.assert(
      fc.property(fc.array(trials, { maxLength: 4 }), (stages) => {
        const product = describeProduct(stages.map((stage) => estimateRate(stage)));
        if (product.meanInverse !== null)
          expect(product.meanInverse).toBeGreaterThanOrEqual(product.inverseOfMean - 1e-9);
        expect(listNumbers(product).every(Number.isFinite)).toBe(true);
      }),
    );
  });

  it('give chances that fall with what is asked for, and sum to the mean', () => {
    fc.assert(
      fc.property(trials, fc.integer({ min: 0, max: 80 }), (seen, of) => {
        const rate = estimateRate(seen);
        const chances = Array.from({ length: of + 1 }, (_, n) => findChanceOfAtLeast(rate, of, n + 1));
        for (const [n, chance] of chances.entries()) expect(chance).toBeLessThanOrEqual((chances[n - 1] ?? 1) + 1e-12);
        const mean = chances.reduce((sum, chance) => sum + chance, 0);
        expect(mean).toBeCloseTo(of * describeRate(rate, []).mean, 6);
      }),
    );
    expect(findChanceOfAtLeast({ a: 1e5, b: 1e5 }, 100_000, 49_000)).toBeGreaterThan(0.99);
  });
});

describe('simulation', () => {
  it('gives the same plan for the same seed, and nearly the same for another', () => {
    const plan = (seed: number) => simulateRequiredLeads(20, example, { seed });
    expect(plan(1)).toEqual(plan(1));
    expect(plan(2).quantiles.p80).not.toEqual(plan(1).quantiles.p80);
    expect(Math.abs(plan(2).quantiles.p80.value / plan(1).quantiles.p80.value - 1)).toBeLessThan(0.02);
    const forecast = (seed: number) => simulateRevenue(450, example, size, 500_000, { seed });
    expect(forecast(1)).toEqual(forecast(1));
    expect(Math.abs(forecast(2).chance - forecast(1).chance)).toBeLessThan(5 * forecast(1).chanceError);
  });

  it('agrees with what is known exactly', () => {
    const sure: DealSize = { kind: 'observed', amounts: [1] };
    const one = [{ successes: 30, trials: 120 }];
    const { chance, chanceError } = simulateRevenue(90, one, sure, 25, { seed: 1, draws: 200_000 });
    expect(Math.abs(chance - findChanceOfAtLeast(estimateRate({ successes: 30, trials: 120 }), 90, 25))).toBeLessThan(
      4 * chanceError,
    );
  });

  it('draws at least 20,000 times, and is surer with more', () => {
    const width = (draws: number) => {
      const { high, low } = simulateRequiredLeads(20, example, { seed: 1, draws }).quantiles.p90;
      return high - low;
    };
    expect(simulateRequiredLeads(20, example, { seed: 1, draws: 10 }).draws).toBe(20_000);
    expect(width(200_000)).toBeLessThan(width(20_000));
  });

  it('with any data, none at all included, gives numbers', () => {
    fc.assert(
      fc.property(fc.array(trials, { maxLength: 4 }), fc.integer({ min: 0, max: 50 }), (stages, few) => {
        const { p10, p50, p80, p90 } = simulateRequiredLeads(few, stages, { seed: 1 }).quantiles;
        expect(p10.value <= p50.value && p50.value <= p80.value && p80.value <= p90.value).toBe(true);
        for (const amounts of [[], [5, 10]]) {
          const found = simulateRevenue(few, stages, { kind: 'observed', amounts }, 10, { seed: 1 });
          expect(listNumbers([p10, p90, found]).every(Number.isFinite)).toBe(true);
          expect(found.chance).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 10 },
    );
    expect(simulateRequiredLeads(5, [{ successes: 0, trials: 0 }], { seed: 1 })).toMatchObject({
      mean: null,
      naive: null,
    });
  });
});

describe('what would help most', () => {
  it('is the rate with the widest swing, and all lie around the mean', () => {
    fc.assert(
      fc.property(fc.array(trials, { maxLength: 5 }), (stages) => {
        const levers = rankLevers(
          20,
          stages.map((seen, at) => ({ stage: `s${at}`, ...seen })),
        );
        expect(levers.map(({ swing }) => swing)).toEqual(levers.map(({ swing }) => swing).toSorted((a, b) => b - a));
        for (const lever of levers) {
          expect(lever.leadsAtLow).toBeGreaterThanOrEqual(lever.leadsAtHigh);
          expect(listNumbers(lever).every(Number.isFinite)).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
