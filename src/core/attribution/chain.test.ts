import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveByFractions } from '../../cli/conformance/exact-markov.ts';
import { startChance } from '../statistics/chance.ts';
import { countTransitions } from './chain.ts';
import { eliminate } from './eliminate.ts';
import { measureRemoval, shareByRemoval } from './markov.ts';
import type { PathCount } from './path.ts';
import { sweep } from './sweep.ts';

const anyPaths = fc.array(
  fc.record({
    path: fc.array(fc.constantFrom('ads', 'email', 'event', 'search'), { maxLength: 6 }),
    conversions: fc.integer({ min: 0, max: 20 }),
    nulls: fc.integer({ min: 0, max: 20 }),
  }),
  { maxLength: 12 },
);
const order = fc.integer({ min: 1, max: 4 });

describe('Markov', () => {
  it('has a chance to be won that equals the rate that was observed, at every order', () => {
    fc.assert(
      fc.property(anyPaths, order, (paths, memory) => {
        const { rate } = shareByRemoval(paths, memory);
        const won = paths.reduce((sum, { conversions }) => sum + conversions, 0);
        const all = paths.reduce((sum, { conversions, nulls }) => sum + conversions + nulls, 0);
        if (all === 0) expect(rate).toBeNull();
        else expect(rate).toBeCloseTo(won / all, 12);
      }),
    );
  });

  it('gives the shares that fractions give', () => {
    fc.assert(
      fc.property(anyPaths, order, (paths, memory) => {
        const { chain } = countTransitions(paths, memory);
        const exact = solveByFractions(chain).map((text) => {
          const [over, under = 1] = text.split('/').map(Number);
          return (over ?? 0) / under;
        });
        const { shares } = measureRemoval(chain);
        expect(shares.length).toBe(chain.won.length === 1 && shares.length === 0 ? 0 : exact.length);
        shares.forEach((share, code) => {
          expect(share).toBeCloseTo(exact[code] ?? 0, 12);
        });
      }),
      { numRuns: 60 },
    );
  });

  it('is solved alike by elimination and by sweeps', () => {
    fc.assert(
      fc.property(anyPaths, order, (paths, memory) => {
        const { chain } = countTransitions(paths, memory);
        if (chain.from.length === 0) return;
        const [exact, swept] = [eliminate(chain), sweep(chain)];
        expect(swept.won).toBeCloseTo(exact.won, 12);
        expect(swept.within).toBeLessThanOrEqual(1e-14);
        swept.through.forEach((part, channel) => {
          expect(part).toBeCloseTo(exact.through[channel] ?? 0, 12);
        });
      }),
    );
  });

  it('is solved alike with more channels than a block of sweeps holds', () => {
    const chance = startChance(4);
    const paths: PathCount[] = Array.from({ length: 3_000 }, () => ({
      path: Array.from({ length: chance.whole(1, 8) }, () => `c${chance.whole(1, 70)}`),
      conversions: chance.whole(0, 2),
      nulls: chance.whole(0, 5),
    }));
    const { chain } = countTransitions(paths, 1);
    const [exact, swept] = [measureRemoval(chain, 1_000), measureRemoval(chain, 0)];
    expect(swept.rate).toBeCloseTo(exact.rate ?? 0, 12);
    expect(swept.shares.length).toBe(70);
    swept.shares.forEach((share, channel) => {
      expect(share).toBeCloseTo(exact.shares[channel] ?? 0, 11);
    });
  });

  it('knows how far it is off where journeys run in circles', () => {
    const path = Array.from({ length: 2_000 }, (_, place) => (place % 2 === 0 ? 'ads' : 'email'));
    const { chain } = countTransitions([{ path, conversions: 1, nulls: 3 }], 1);
    const [exact, swept] = [measureRemoval(chain), measureRemoval(chain, 0)];
    expect(exact.rate).toBeCloseTo(0.25, 12);
    expect(Math.abs((swept.rate ?? 0) - 0.25)).toBeLessThanOrEqual(swept.within + 1e-12);
    expect(exact.shares).toEqual([0.5, 0.5]);
  });

  it('leaves conversions of nobody to nobody', () => {
    const found = shareByRemoval([{ path: [], conversions: 3, nulls: 1 }], 1);
    expect(found).toEqual({ rate: 0.75, states: 0, within: 0, channels: [], unattributed: 3 });
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses %s as a count', (conversions) => {
    expect(() => shareByRemoval([{ path: ['ads'], conversions, nulls: 0 }], 1)).toThrow(RangeError);
  });
});
