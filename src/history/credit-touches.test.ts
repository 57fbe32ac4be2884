import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyJourneys, anyScope } from '../../test/journeys.ts';
import { countTransitions } from '../core/attribution/chain.ts';
import { countChannelSets } from '../core/attribution/channel-sets.ts';
import { creditJourneys } from '../core/attribution/credit.ts';
import { type CreditSettings, findEligible, type Journey } from '../core/attribution/journey.ts';
import { measureRemoval } from '../core/attribution/markov.ts';
import type { TouchModel } from '../core/attribution/model-names.ts';
import type { PathCount } from '../core/attribution/path.ts';
import { contributeToRate, contributeToSum } from '../core/attribution/shapley.ts';
import { shareTouches } from '../core/attribution/touch-models.ts';
import { type History, layOutJourneys } from './columns.ts';
import { collectChannelSets, countChain } from './count-chain.ts';
import { creditRevenue } from './credit-revenue.ts';
import { creditTouches, sumByCode } from './credit-touches.ts';

/** The plain functions of core are the oracle: what columns say is what they say, for any journeys. */
const models: TouchModel[] = [
  'first',
  'last',
  'last-non-direct',
  'linear',
  'position',
  'u-lead',
  'w-shaped',
  'full-path',
  'time-decay',
  'shapley',
];

describe('columns of touches', () => {
  it.each(models)('share by %s as plain journeys do, by touch and by channel', (model) => {
    fc.assert(
      fc.property(anyJourneys, anyScope, (journeys, scope) => {
        const history = layOutJourneys(journeys);
        const { shares, unattributed } = creditTouches(history, { ...scope, model });
        const plain = creditJourneys(journeys, { ...scope, model });
        expect(unattributed).toBe(plain.unattributed.conversions);
        journeys.forEach((journey, row) => {
          expect(readShares(history, shares, row)).toEqual(sharePlain(journey, { ...scope, model }));
        });
        const sums = sumByCode(shares, history.touches.channel, history.channels.length);
        const credit = new Map(plain.channels.map(({ channel, conversions }) => [channel, conversions]));
        history.channels.forEach((channel, code) => {
          expect(sums[code]).toBeCloseTo(credit.get(channel) ?? 0, 9);
        });
      }),
    );
  });

  it.each(models)('deal out revenue by %s as plain journeys do, to the cent', (model) => {
    fc.assert(
      fc.property(anyJourneys, anyScope, (journeys, scope) => {
        const history = layOutJourneys(journeys);
        const { shares } = creditTouches(history, { ...scope, model });
        const { byCode, unattributed } = creditRevenue(
          history,
          shares,
          history.touches.channel,
          history.channels.length,
        );
        const plain = creditJourneys(journeys, { ...scope, model });
        const revenue = new Map(plain.channels.map((credit) => [credit.channel, credit.revenue]));
        expect(unattributed).toBe(plain.unattributed.revenue);
        expect([...byCode]).toEqual(history.channels.map((channel) => revenue.get(channel) ?? 0));
      }),
    );
  });

  it('count the transitions that plain journeys have, at every order', () => {
    fc.assert(
      fc.property(anyJourneys, anyScope, (journeys, scope) => {
        const history = layOutJourneys(journeys);
        const { names, chain } = countTransitions(toPaths(journeys, scope), scope.markovOrder);
        const counted = countChain(history, scope, scope.markovOrder);
        expect(counted.ends.length).toBe(chain.ends.length);
        expect(sortNumbers(counted.count)).toEqual(sortNumbers(chain.count));
        const [here, there] = [measureRemoval(counted), measureRemoval(chain)];
        if (there.rate === null) expect(here.rate).toBeNull();
        else expect(here.rate).toBeCloseTo(there.rate, 12);
        history.channels.forEach((channel, code) => {
          expect(here.shares[code] ?? 0).toBeCloseTo(there.shares[names.indexOf(channel)] ?? 0, 12);
        });
      }),
    );
  });

  it('collect the sets of channels that plain journeys have', () => {
    fc.assert(
      fc.property(anyJourneys, anyScope, (journeys, scope) => {
        const history = layOutJourneys(journeys);
        const { names, sets } = countChannelSets(toPaths(journeys, scope));
        const collected = collectChannelSets(history, scope);
        expect(collected.length).toBe(sets.length);
        const channels = history.channels.length;
        for (const contribute of [contributeToSum, contributeToRate]) {
          const [here, there] = [contribute(collected, channels), contribute(sets, names.length)];
          history.channels.forEach((channel, code) => {
            expect(here.values[code]).toBeCloseTo(there.values[names.indexOf(channel)] ?? 0, 9);
          });
        }
      }),
    );
  });

  it('collect sets of more channels than a number has bits', () => {
    const journeys = [0, 1].map((won) => ({
      touches: Array.from({ length: 40 }, (_, at) => ({ id: `${at}`, at, channel: `c${at}` })),
      endedAt: 40,
      won: won === 1,
      revenue: 0,
      stamps: { lead: null, deal: null, won: null },
      committee: null,
    }));
    const sets = collectChannelSets(layOutJourneys(journeys), { lookback: 100, level: 'account' });
    expect(sets).toEqual([{ members: [...Array(40).keys()], conversions: 1, journeys: 2 }]);
  });

  it('say nothing, not NaN, of no journeys', () => {
    const scope = { lookback: 1, level: 'account', halfLife: 1 } as const;
    const history = layOutJourneys([]);
    expect(creditTouches(history, { ...scope, model: 'linear' })).toEqual({
      shares: new Float64Array(),
      unattributed: 0,
    });
    expect(measureRemoval(countChain(history, scope, 2)).rate).toBeNull();
    expect(collectChannelSets(history, scope)).toEqual([]);
  });
});

function readShares(history: History, shares: Float64Array, row: number): string[] {
  const { offsets } = history.touches;
  return Array.from(shares.subarray(offsets[row], offsets[row + 1]), (share) => share.toFixed(12));
}

/** In the order of the columns: the eligible ones are a part of them. */
function sharePlain(journey: Journey, settings: CreditSettings & { model: TouchModel }): string[] {
  const eligible = findEligible(journey, settings);
  const shares = journey.won ? shareTouches(settings.model, eligible, journey.stamps, settings.halfLife) : [];
  const all = findEligible({ ...journey, endedAt: 1_000, committee: null }, { lookback: 1_000, level: 'account' });
  return all.map(({ index }) => {
    const place = eligible.findIndex((touch) => touch.index === index);
    return (shares[place] ?? 0).toFixed(12);
  });
}

function toPaths(journeys: readonly Journey[], scope: Pick<CreditSettings, 'lookback' | 'level'>): PathCount[] {
  return journeys.map((journey) => ({
    path: findEligible(journey, scope).map(({ channel }) => channel),
    conversions: Number(journey.won),
    nulls: Number(!journey.won),
  }));
}

function sortNumbers(list: ArrayLike<number>): number[] {
  return Array.from(list).sort((a, b) => a - b);
}
