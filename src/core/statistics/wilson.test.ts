import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilson } from './wilson.ts';

describe('wilson', () => {
  // Newcombe 1998, table I, and its ends.
  const cases: [count: number, of: number, low: number, high: number][] = [
    [81, 263, 0.2552885198782743, 0.3662095769828001],
    [15, 148, 0.0623863995307363, 0.160487241723308],
    [0, 20, 0, 0.1611251580528193],
    [1, 29, 0.006113214292762653, 0.17175521879320282],
    [20, 20, 0.8388748419471808, 1],
    [42, 60, 0.5749129205308552, 0.8010183386123089],
    [420, 600, 0.6621547728115615, 0.7353005467829581],
  ];
  it.each(cases)('gives %i of %i its interval', (count, of, low, high) => {
    const interval = wilson(count, of);
    expect(interval.rate).toBe(count / of);
    expect(interval.low).toBeCloseTo(low, 9);
    expect(interval.high).toBeCloseTo(high, 9);
  });

  it('holds the share it is about, within 0 and 1, and the same seen from the other side', () => {
    const counts = fc
      .integer({ min: 1, max: 100_000 })
      .chain((of) => fc.tuple(fc.integer({ min: 0, max: of }), fc.constant(of)));
    fc.assert(
      fc.property(counts, ([count, of]) => {
        const { rate, low, high } = wilson(count, of) as Record<'rate' | 'low' | 'high', number>;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(rate);
        expect(high).toBeGreaterThanOrEqual(rate);
        expect(wilson(of - count, of).low).toBeCloseTo(1 - high, 9);
      }),
    );
  });
});
