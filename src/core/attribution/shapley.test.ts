import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChannelSet } from './channel-sets.ts';
import { averageContributions, contributeToRate, contributeToSum } from './shapley.ts';

const channels = 6;
const anySets: fc.Arbitrary<ChannelSet[]> = fc.array(
  fc
    .record({
      members: fc.uniqueArray(fc.integer({ min: 0, max: channels - 1 }), { minLength: 1, maxLength: channels }),
      conversions: fc.integer({ min: 0, max: 30 }),
      lost: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ members, conversions, lost }) => ({ members, conversions, journeys: conversions + lost })),
  { maxLength: 12 },
);
const sample = (seed: number, orderings: number) => ({ exactUpTo: 0, orderings, seed });

describe('Shapley', () => {
  it('gives away the whole worth, no more and no less', () => {
    fc.assert(
      fc.property(anySets, (sets) => {
        const won = sets.reduce((sum, { conversions }) => sum + conversions, 0);
        const all = sets.reduce((sum, { journeys }) => sum + journeys, 0);
        const rate = all === 0 ? 0 : won / all;
        expect(contributeToSum(sets, channels).worth).toBeCloseTo(won, 9);
        expect(contributeToRate(sets, channels).worth).toBeCloseTo(rate, 9);
        expect(contributeToRate(sets, channels, sample(3, 10)).worth).toBeCloseTo(rate, 9);
      }),
    );
  });

  it('treats channels alike that cannot be told apart, and gives nothing to one that nobody met', () => {
    fc.assert(
      fc.property(anySets, (sets) => {
        const swap = (member: number) => [1, 0][member] ?? member;
        const both = [...sets, ...sets.map((set) => ({ ...set, members: set.members.map(swap) }))];
        for (const { values, shares } of [contributeToSum(both, 8), contributeToRate(both, 8)]) {
          expect(values[0]).toBeCloseTo(values[1] ?? 0, 9);
          expect(values.slice(6)).toEqual([0, 0]);
          expect([...values, ...shares].every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });

  it('of the additive worth is what all coalitions say: equal among distinct channels', () => {
    fc.assert(
      fc.property(anySets, (sets) => {
        const worth = Array.from({ length: 2 ** channels }, (_, mask) =>
          sets
            .filter(({ members }) => members.every((member) => (mask & (1 << member)) !== 0))
            .reduce((sum, { conversions }) => sum + conversions, 0),
        );
        const { values } = contributeToSum(sets, channels);
        averageContributions(worth, channels).forEach((value, channel) => {
          expect(values[channel]).toBeCloseTo(value, 9);
        });
      }),
    );
  });

  it('is what all orderings say', () => {
    fc.assert(
      fc.property(anySets, (sets) => {
        const { values } = contributeToRate(sets, channels);
        averageOrderings(sets).forEach((value, channel) => {
          expect(values[channel]).toBeCloseTo(value, 9);
        });
      }),
      { numRuns: 10 },
    );
  });

  it('from orderings that were drawn comes to the exact one, and says how near it is', () => {
    fc.assert(
      fc.property(anySets, fc.integer(), (sets, seed) => {
        const exact = contributeToRate(sets, channels).values;
        const drawn = contributeToRate(sets, channels, sample(seed, 8_000));
        drawn.values.forEach((value, channel) => {
          // Four standard errors: beyond them once in 16,000 times.
          expect(Math.abs(value - (exact[channel] ?? 0))).toBeLessThanOrEqual(2.05 * drawn.within + 1e-9);
          expect(Math.abs(value - (exact[channel] ?? 0))).toBeLessThan(0.03);
        });
      }),
      { numRuns: 25 },
    );
  });

  it('draws the same from the same seed', () => {
    const sets = Array.from({ length: 15 }, (_, channel) => ({
      members: [channel, (channel + 1) % 15],
      conversions: channel,
      journeys: 20,
    }));
    const [here, there, other] = [1, 1, 2].map((seed) =>
      contributeToRate(sets, 15, { exactUpTo: 12, orderings: 50, seed }),
    );
    expect(there).toEqual(here);
    expect(other?.values).not.toEqual(here?.values);
    expect(here?.within).toBeGreaterThan(0);
  });

  it('is nothing, not NaN, without journeys', () => {
    const nothing = { values: [0, 0], worth: 0, shares: [0, 0], within: 0 };
    expect(contributeToSum([], 2)).toEqual(nothing);
    expect(contributeToRate([], 2)).toEqual(nothing);
    expect(contributeToRate([], 0)).toEqual({ values: [], worth: 0, shares: [], within: 0 });
  });
});

/** By the definition: all orders in which the channels can come together. */
function averageOrderings(sets: readonly ChannelSet[]): number[] {
  const rate = (inside: readonly number[]) => {
    const met = sets.filter(({ members }) => members.every((member) => inside.includes(member)));
    const all = met.reduce((sum, { journeys }) => sum + journeys, 0);
    return all === 0 ? 0 : met.reduce((sum, { conversions }) => sum + conversions, 0) / all;
  };
  const orders = permute([...Array(channels).keys()]);
  const sums = Array.from({ length: channels }, () => 0);
  for (const order of orders) {
    order.forEach((channel, place) => {
      sums[channel] = (sums[channel] ?? 0) + rate(order.slice(0, place + 1)) - rate(order.slice(0, place));
    });
  }
  return sums.map((sum) => sum / orders.length);
}

function permute(list: readonly number[]): number[][] {
  if (list.length === 0) return [[]];
  return list.flatMap((head) => permute(list.filter((one) => one !== head)).map((tail) => [head, ...tail]));
}
