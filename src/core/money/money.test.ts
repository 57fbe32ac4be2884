import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateMinorUnits } from './allocate.ts';
import { convertMinor, findRate, sumConverted } from './rates.ts';
import { measureCac, measureCostPer, measurePayback, measureRomi, sumLaggedSpend } from './returns.ts';

describe('an amount is dealt out', () => {
  const cases: [string, number, number[], number[], number?][] = [
    ['with the cent that is left to the first of equals', 10_000, [1 / 3, 1 / 3, 1 / 3], [3_334, 3_333, 3_333]],
    ['with ties that floating point would tell apart', 5, [0.3, 0.1, 0.3, 0.3], [2, 1, 1, 1]],
    ['to the largest remainder first', 10, [0.25, 0.18, 0.57], [2, 2, 6]],
    ['with nothing to a share of 0', 7, [0, 1], [0, 7]],
    ['one cent among many', 1, [0.2, 0.2, 0.2, 0.2, 0.2], [1, 0, 0, 0, 0]],
    ['with the rest unattributed', 100, [0.5, 0.25], [50, 25], 25],
    ['all unattributed', 100, [0, 0], [0, 0], 100],
    ['to nobody', -100, [], [], -100],
    ['in proportion where shares exceed 1', 100, [1, 1], [50, 50]],
    ['of 0', 0, [0.5, 0.5], [0, 0]],
    [
      'of more than floating point can share',
      9_007_199_254_740_991,
      [0.5, 0.5],
      [4_503_599_627_370_496, 4_503_599_627_370_495],
    ],
  ];
  it.each(cases)('%s', (_name, total, shares, minor, unattributed = 0) => {
    expect(allocateMinorUnits(total, shares)).toEqual({ minor, unattributed });
  });

  const anyShares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 });

  it('whole, each within a unit of its part, and a refund as its mirror', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }), anyShares, (total, raw) => {
        const sum = Math.max(
          1,
          raw.reduce((all, share) => all + share, 0),
        );
        const shares = raw.map((share) => share / sum);
        const { minor, unattributed } = allocateMinorUnits(total, shares);
        expect(minor.reduce((all, units) => all + units, unattributed)).toBe(total);
        minor.forEach((units, place) => {
          expect(Math.abs(units - total * (shares[place] ?? 0))).toBeLessThan(1.01);
        });
        const back = allocateMinorUnits(-total, shares);
        expect(back.minor.map((units) => -units + 0)).toEqual(minor);
      }),
    );
  });

  it.each([
    [0.5, [1]],
    [Number.NaN, [1]],
    [1, [-0.1, 1.1]],
    [1, [Number.NaN]],
    [1, [Number.POSITIVE_INFINITY]],
  ])('never %s by %j', (total, shares) => {
    expect(() => allocateMinorUnits(total, shares)).toThrow(RangeError);
  });
});

describe('rates', () => {
  const book = { reporting: 'EUR', days: { '2026-03-06': { USD: 0.9, JPY: 0.006 }, '2026-03-09': { USD: 0.95 } } };

  it.each<[string, string, number | null]>([
    ['USD', '2026-03-06', 0.9],
    ['USD', '2026-03-08', 0.9],
    ['USD', '2026-03-09', 0.95],
    ['USD', '2026-03-16', 0.95],
    ['USD', '2026-03-17', null],
    ['USD', '2026-03-05', null],
    ['EUR', '1999-01-01', 1],
    ['constructor', '2026-03-06', null],
  ])('of %s on %s', (currency, day, rate) => {
    expect(findRate(book, currency, day)).toBe(rate);
  });

  it('are refused where they are no rates', () => {
    for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(findRate({ reporting: 'EUR', days: { '2026-03-06': { USD: rate } } }, 'USD', '2026-03-06')).toBeNull();
    }
  });

  it('convert between currencies of different decimals, and refunds as they convert the amount', () => {
    const yen = { currency: 'JPY', digits: 0 };
    const dollars = { currency: 'USD', digits: 2 };
    expect(convertMinor(12_345, yen, '2026-03-06', book, 2)).toBe(7_407);
    expect(convertMinor(-12_345, yen, '2026-03-06', book, 2)).toBe(-7_407);
    expect(convertMinor(5, dollars, '2026-03-06', book, 2)).toBe(5);
    expect(convertMinor(-5, dollars, '2026-03-06', book, 2)).toBe(-5);
    expect(convertMinor(777, { currency: 'EUR', digits: 2 }, '1999-01-01', book, 2)).toBe(777);
    expect(convertMinor(777, dollars, '1999-01-01', book, 2)).toBeNull();
    expect(convertMinor(Number.MAX_SAFE_INTEGER, yen, '2026-03-06', book, 4)).toBeNull();
  });

  it('leave out and count what has none', () => {
    expect(sumConverted([], book)).toEqual({ sum: 0, unconverted: 0 });
    expect(sumConverted([{ amount: 5, currency: 'GBP', day: '2026-03-06' }], book)).toEqual({ sum: 0, unconverted: 1 });
  });
});

describe('figures of return', () => {
  it('are null, not 0 or infinite, where there is nothing to divide by', () => {
    expect(measureRomi({ revenue: 0, spend: 0, margin: 0.5 })).toEqual({ onRevenue: null, onMargin: null });
    expect(measureRomi({ revenue: 100, spend: 50, margin: null })).toEqual({ onRevenue: 1, onMargin: null });
    expect(measureCostPer(10, 0)).toBeNull();
    expect(measureCostPer(0, 0)).toBeNull();
    expect(measureCostPer(0, 5)).toBe(0);
    expect(measureCostPer(1e300, 1e-300)).toBeNull();
    expect(measureCac({ marketing: 1, sales: 1, customers: 0 })).toBeNull();
  });

  it('say that a customer never pays back, or that nobody knows', () => {
    expect(measurePayback({ cac: 100, monthlyRevenue: -5, margin: 0.5 })).toEqual({ months: null, state: 'never' });
    expect(measurePayback({ cac: null, monthlyRevenue: 5, margin: 0.5 })).toEqual({ months: null, state: 'unknown' });
    expect(measurePayback({ cac: 0, monthlyRevenue: 5, margin: 0.5 })).toEqual({ months: 0, state: 'months' });
  });

  it('take the spend of one cycle before, the first day in and the last out', () => {
    const spends = ['2025-12-31', '2026-01-01', '2026-03-31', '2026-04-01'].map((day, place) => ({
      day,
      amount: 10 ** place,
    }));
    expect(sumLaggedSpend(spends, ['2026-04-01', '2026-06-30'], 90)).toBe(110);
    expect(sumLaggedSpend([], ['2026-04-01', '2026-06-30'], 90)).toBe(0);
  });
});
