import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBetaQuantile, findBetaShare, logGamma } from './beta.ts';
import { judgeChange, judgePairedChange } from './change.ts';
import { compareShares } from './comparison.ts';
import { measureDifference, type Share } from './difference.ts';
import { adjustForMany } from './false-discovery.ts';
import { findFunnelLimits, plotFunnel } from './funnel-plot.ts';
import { measureKappa } from './kappa.ts';
import { findNormalQuantile, findNormalShare, findTwoSidedP } from './normal.ts';
import { findMedian, findQuantile, findQuantiles } from './quantile.ts';
import { wilson } from './wilson.ts';

const share = fc
  .integer({ min: 0, max: 400 })
  .chain((of) => fc.record({ count: fc.integer({ min: 0, max: of }), of: fc.constant(of) }));
const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
const finite = (value: number | null) => value === null || Number.isFinite(value);

describe('distributions', () => {
  it.each([
    [1e-10, -6.361340902404056],
    [0.01, -2.3263478740408408],
    [0.9, 1.2815515655446004],
    [0.995, 2.5758293035489004],
  ])('the normal quantile of %f is %f, and back', (p, z) => {
    expect(findNormalQuantile(p)).toBeCloseTo(z, 10);
    expect(findNormalShare(z)).toBeCloseTo(p, 12);
  });

  it('far tails keep their digits', () => {
    expect(findTwoSidedP(6) / 1.973175290075406e-9).toBeCloseTo(1, 9);
    expect(findTwoSidedP(40)).toBeGreaterThanOrEqual(0);
  });

  it('the beta distribution is its own inverse, and rises', () => {
    fc.assert(
      fc.property(
        probability,
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        (p, a, b) => {
          const at = findBetaQuantile(p, a, b);
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(1);
          if (at < 1 - 1e-9) expect(findBetaShare(at, a, b)).toBeCloseTo(p, 7);
        },
      ),
    );
  });

  it('the gamma function counts orders', () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n += 1) {
      factorial *= n;
      expect(logGamma(n + 1)).toBeCloseTo(Math.log(factorial), 9);
    }
  });
});

describe('intervals', () => {
  it('shrink with the number of cases, and widen with the confidence', () => {
    fc.assert(
      fc.property(share, fc.integer({ min: 2, max: 20 }), ({ count, of }, times) => {
        const [few, many, sure] = [wilson(count, of), wilson(count * times, of * times), wilson(count, of, 0.99)];
        if (few.low === null || few.high === null || many.low === null || many.high === null) return;
        expect(many.high - many.low).toBeLessThan(few.high - few.low);
        expect((sure.high ?? 0) - (sure.low ?? 1)).toBeGreaterThan(few.high - few.low);
      }),
    );
  });

  it('of a difference hold it, turn with it, and shrink', () => {
    fc.assert(
      fc.property(share, share, (first, second) => {
        const { difference, low, high } = measureDifference(first, second);
        if (difference === null || low === null || high === null) {
          expect(first.of * second.of).toBe(0);
          return;
        }
        expect(low).toBeLessThanOrEqual(difference);
        expect(high).toBeGreaterThanOrEqual(difference);
        expect(low).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(high).toBeLessThanOrEqual(1 + 1e-12);
        expect(measureDifference(second, first).low).toBeCloseTo(-high, 12);
        const tenfold = ({ count, of }: Share) => ({ count: 10 * count, of: 10 * of });
        const larger = measureDifference(tenfold(first), tenfold(second));
        expect((larger.high ?? 9) - (larger.low ?? 0)).toBeLessThan(high - low);
      }),
    );
  });
});

describe('comparison of shares', () => {
  it('gives probabilities, whichever is first and whether success or failure is counted', () => {
    const other = ({ count, of }: Share) => ({ count: of - count, of });
    fc.assert(
      fc.property(share, share, (first, second) => {
        const found = compareShares(first, second);
        expect(found.p === null).toBe(first.of * second.of === 0);
        for (const p of [found.p, found.fisherP, found.zP]) {
          expect(p ?? 0).toBeGreaterThanOrEqual(0);
          expect(p ?? 0).toBeLessThanOrEqual(1);
        }
        expect(compareShares(second, first).p ?? -1).toBeCloseTo(found.p ?? -1, 9);
        expect(compareShares(other(first), other(second)).p ?? -1).toBeCloseTo(found.p ?? -1, 9);
      }),
    );
  });

  it('stands large and far apart counts', () => {
    const far = compareShares({ count: 1, of: 1_000_000 }, { count: 999_999, of: 1_000_000 });
    expect(far.p).toBe(0);
    expect(far.fisherP).toBe(0);
    expect(compareShares({ count: 500_000, of: 1_000_000 }, { count: 500_300, of: 1_000_000 }).fisherP).toBeCloseTo(
      0.672,
      2,
    );
  });
});

describe('many tests', () => {
  it('adjusted p are not below their own, in the same order, and those that stand are the least ones', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }), probability, (p, q) => {
        const { adjusted, rejected } = adjustForMany(p, q);
        for (const [at, value] of p.entries()) {
          expect(adjusted[at]).toBeGreaterThanOrEqual(value * (1 - 1e-12));
          expect(adjusted[at]).toBeLessThanOrEqual(1);
          for (const [to, other] of p.entries()) {
            if (value <= other) expect(adjusted[at]).toBeLessThanOrEqual(adjusted[to] ?? 0);
          }
        }
        expect(rejected).toEqual([...adjusted.keys()].filter((at) => (adjusted[at] ?? 1) <= q * (1 + 1e-12)));
      }),
    );
  });
});

describe('funnel plot', () => {
  it('its limits hold the share, meet it with many cases, and are shares', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 2_000 }), (rate, of) => {
        const { low, high } = findFunnelLimits(rate, of) as Record<'low' | 'high', number>;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(rate + 1e-12);
        expect(high).toBeGreaterThanOrEqual(rate - 1 / of);
      }),
    );
    const { low, high } = findFunnelLimits(0.3, 1_000_000) as Record<'low' | 'high', number>;
    expect(low).toBeCloseTo(0.3 - 2.5758 * Math.sqrt(0.21 / 1e6), 5);
    expect(high).toBeCloseTo(0.3 + 2.5758 * Math.sqrt(0.21 / 1e6), 5);
  });

  it('of nobody says nothing', () => {
    expect(plotFunnel([])).toEqual({ rate: null, rows: [] });
    expect(plotFunnel([{ name: 'Sammy', count: 0, of: 0 }]).rows[0]).toMatchObject({
      rate: null,
      low: null,
      side: 'within',
    });
  });
});

describe('agreement on labels', () => {
  const label = fc.constantFrom('lead', 'no', 'later');
  it('is 1 for the same, at most 1 otherwise, and the same from both sides', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(label, label), { maxLength: 30 }), (pairs) => {
        const { kappa } = measureKappa(pairs);
        expect(kappa ?? 0).toBeLessThanOrEqual(1);
        expect(measureKappa(pairs.map(([a, b]) => [b, a])).kappa).toBe(kappa);
        expect(measureKappa(pairs.map(([a]) => [a, a])).kappa ?? 1).toBe(1);
      }),
    );
  });

  it('is nothing where chance leaves nothing', () => {
    expect(measureKappa([['lead', 'lead']]).kappa).toBeNull();
  });
});

describe('quantiles', () => {
  const values = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { maxLength: 40 });
  it('lie within the values, rise, and leave the values as they are', () => {
    fc.assert(
      fc.property(values, (list) => {
        const before = [...list];
        const found = findQuantiles(list, [0, 0.1, 0.5, 0.9, 1]);
        expect(list).toEqual(before);
        if (list.length === 0) expect(found).toEqual([null, null, null, null, null]);
        else {
          expect(found[0]).toBe(Math.min(...list));
          expect(found[4]).toBe(Math.max(...list));
          expect(found).toEqual(found.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
        }
      }),
    );
  });

  it('take the infinite for what it is', () => {
    expect(findMedian([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    expect(findQuantile(Float64Array.of(3, 1), 0.5)).toBe(2);
  });
});

describe('change', () => {
  it('is nothing without values, and never anything but a number', () => {
    const answers = fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 12 });
    fc.assert(
      fc.property(answers, answers, (before, after) => {
        const found = judgeChange(before, after);
        expect(finite(found.difference) && finite(found.standardError)).toBe(true);
        expect(found.difference === null).toBe(before.length === 0 || after.length === 0);
      }),
    );
    expect(judgePairedChange([])).toEqual({ difference: null, standardError: null, isReal: null });
    expect(judgePairedChange([[1, 2]]).isReal).toBeNull();
  });
});
