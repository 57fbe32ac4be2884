import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyJourney, anyJourneys, anyScope } from '../../../test/journeys.ts';
import { creditModels } from '../agreement/schema-clauses.ts';
import { creditJourney, creditJourneys } from './credit.ts';
import type { Journey } from './journey.ts';
import { readModelName, type TouchModel } from './model-names.ts';
import { shareTouches } from './touch-models.ts';

const touchModels = creditModels.filter((model) => model !== 'markov');
const noStamps = { lead: null, deal: null, won: null };
const at = (...instants: number[]) => instants.map((instant) => ({ at: instant, channel: `c${instant}` }));
const journey: Journey = {
  touches: [],
  endedAt: 100,
  won: true,
  revenue: 1_000,
  stamps: noStamps,
  committee: null,
};
const settings = { lookback: 50, level: 'account', halfLife: 7, markovOrder: 1 } as const;

describe('a journey is shared', () => {
  const cases: [string, TouchModel, ReturnType<typeof at>, Partial<typeof noStamps> | object, number[]][] = [
    ['by position between two', 'position', at(1, 2), {}, [0.5, 0.5]],
    ['to the only touch', 'full-path', at(1), {}, [1]],
    ['by u-lead: nothing to those after the lead', 'u-lead', at(1, 2, 3, 4), { lead: 3 }, [0.4, 0.2, 0.4, 0]],
    ['by u-lead without a stamp: first and others', 'u-lead', at(1, 2, 3), {}, [2 / 3, 1 / 6, 1 / 6]],
    ['by w-shaped without a deal: nothing is after it', 'w-shaped', at(1, 2, 3), { lead: 2 }, [3 / 7, 3 / 7, 1 / 7]],
    ['by w-shaped when all came after the deal', 'w-shaped', at(5, 6), { lead: 2, deal: 3 }, [1, 0]],
    ['by full-path without any stamp', 'full-path', at(1, 2), {}, [0.225 / 0.325, 0.1 / 0.325]],
    [
      'by full-path when one touch holds all but the first',
      'full-path',
      at(1, 2),
      { lead: 2, deal: 2, won: 2 },
      [0.25, 0.75],
    ],
    ['by decay however old', 'time-decay', at(0, 7, 1e9), {}, [0, 0, 1]],
  ];
  it.each(cases)('%s', (_name, model, touches, stamps, expected) => {
    const shares = shareTouches(model, touches, { ...noStamps, ...stamps }, 7);
    expect(shares.map((share) => share.toFixed(9))).toEqual(expected.map((share) => share.toFixed(9)));
  });

  it('by decay of no half-life to the last instant, equally', () => {
    expect(shareTouches('time-decay', at(1, 5, 5), noStamps, 0)).toEqual([0, 0.5, 0.5]);
  });

  it('to the last of all when all are direct', () => {
    const direct = [1, 2].map((instant) => ({ at: instant, channel: 'direct' }));
    expect(shareTouches('last-non-direct', direct, noStamps, 1)).toEqual([0, 1]);
  });

  it('by Shapley among distinct channels, and by touches within them', () => {
    const touches = ['ads', 'email', 'ads'].map((channel, instant) => ({ at: instant, channel }));
    expect(shareTouches('shapley', touches, noStamps, 1)).toEqual([0.25, 0.5, 0.25]);
  });
});

describe('touches that may be given credit', () => {
  const touches = [
    { id: 'old', at: 49, channel: 'ads', contact: 'kate' },
    { id: 'oldest', at: 50, channel: 'ads', contact: 'kate' },
    { id: 'hers', at: 60, channel: 'email', contact: 'eli' },
    { id: 'outside', at: 70, channel: 'email', contact: 'mallory' },
    { id: 'end', at: 100, channel: 'event', contact: 'kate' },
    { id: 'after', at: 101, channel: 'event', contact: 'kate' },
  ];
  const committee = { primary: 'kate', contacts: ['kate', 'eli'] };

  it('are within the lookback, inclusive, not after the end, and of those who take part', () => {
    const { shares } = creditJourney({ ...journey, touches, committee }, { ...settings, model: 'linear' });
    expect(shares).toEqual([0, 1 / 3, 1 / 3, 0, 1 / 3, 0]);
  });

  it('are those of the main contact at the level of contacts', () => {
    const level = 'contact';
    const { shares } = creditJourney({ ...journey, touches, committee }, { ...settings, level, model: 'linear' });
    expect(shares).toEqual([0, 0.5, 0, 0, 0.5, 0]);
  });

  it('are none where nobody is known to be in scope', () => {
    const nobody = { primary: null, contacts: [] };
    const found = creditJourney({ ...journey, touches, committee: nobody }, { ...settings, model: 'linear' });
    expect(found).toEqual({ shares: [0, 0, 0, 0, 0, 0], unattributed: 1 });
  });
});

describe('credit of many', () => {
  it('takes back, cent for cent, what is refunded', () => {
    const touches = ['ads', 'email', 'event'].map((channel, instant) => ({ id: channel, at: 60 + instant, channel }));
    const won = { ...journey, touches, revenue: 1_000 };
    const { channels, total } = creditJourneys([won, { ...won, revenue: -1_000 }], { ...settings, model: 'linear' });
    expect(channels.map(({ revenue }) => revenue)).toEqual([0, 0, 0]);
    expect(total).toEqual({ conversions: 2, revenue: 0 });
  });

  it('is all unattributed by Markov where nothing with a touch was won', () => {
    const lost = { ...journey, won: false, touches: [{ id: 'a', at: 99, channel: 'ads' }] };
    const credit = creditJourneys([journey, lost], { ...settings, model: 'markov' });
    expect(credit).toEqual({
      channels: [{ channel: 'ads', conversions: 0, revenue: 0 }],
      unattributed: { conversions: 1, revenue: 1_000 },
      total: { conversions: 1, revenue: 1_000 },
    });
  });

  it.each(creditModels)('by %s is nothing, not NaN, without journeys', (model) => {
    const nothing = { conversions: 0, revenue: 0 };
    expect(creditJourneys([], { ...settings, model })).toEqual({ channels: [], unattributed: nothing, total: nothing });
  });

  it.each(creditModels)('by %s sums with what is unattributed to the revenue, to the cent', (model) => {
    fc.assert(
      fc.property(anyJourneys, anyScope, (journeys, scope) => {
        const { channels, unattributed, total } = creditJourneys(journeys, { ...scope, model });
        const won = journeys.filter((one) => one.won);
        expect(total).toEqual({ conversions: won.length, revenue: won.reduce((sum, one) => sum + one.revenue, 0) });
        const amounts = [...channels, unattributed];
        expect(amounts.reduce((sum, { revenue }) => sum + revenue, 0)).toBe(total.revenue);
        expect(amounts.reduce((sum, { conversions }) => sum + conversions, 0)).toBeCloseTo(total.conversions, 9);
        for (const { conversions, revenue } of amounts) {
          expect(Number.isSafeInteger(revenue)).toBe(true);
          expect(conversions).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it.each(creditModels)('by %s does not hang on the order in which touches and journeys come', (model) => {
    fc.assert(
      fc.property(anyJourneys, anyScope, fc.integer(), (journeys, scope, turn) => {
        const turned = rotate(journeys, turn).map((one) => ({ ...one, touches: rotate(one.touches, turn).reverse() }));
        const [here, there] = [journeys, turned].map((list) => creditJourneys(list, { ...scope, model }));
        expect(there?.channels.map(({ channel }) => channel)).toEqual(here?.channels.map(({ channel }) => channel));
        expect([there?.unattributed, there?.total]).toEqual([here?.unattributed, here?.total]);
        here?.channels.forEach(({ conversions, revenue }, place) => {
          const other = there?.channels[place];
          expect(other?.conversions).toBeCloseTo(conversions, 9);
          expect(other?.revenue).toBe(revenue);
        });
      }),
    );
  });

  it.each(touchModels)('by %s shares each journey whole or not at all', (model) => {
    fc.assert(
      fc.property(anyJourney, anyScope, (one, scope) => {
        const { shares, unattributed } = creditJourney(one, { ...scope, model });
        expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true);
        expect(shares.reduce((sum, share) => sum + share, unattributed)).toBeCloseTo(1, 12);
      }),
    );
  });
});

it('models are known by their keys in agreements', () => {
  expect(creditModels.map(readModelName)).toEqual([...creditModels]);
});

function rotate<Item>(list: readonly Item[], by: number): Item[] {
  const places = list.length === 0 ? 0 : Math.abs(by) % list.length;
  return [...list.slice(places), ...list.slice(0, places)];
}
