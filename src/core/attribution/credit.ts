import { allocateMinorUnits } from '../money/allocate.ts';
import { type CreditSettings, type EligibleTouch, findEligible, type Journey } from './journey.ts';
import { shareByRemoval } from './markov.ts';
import type { TouchModel } from './model-names.ts';
import type { PathCount } from './path.ts';
import { shareTouches } from './touch-models.ts';

/** Conversions, and whole minor units of the reporting currency. */
type Amounts = { readonly conversions: number; readonly revenue: number };

/** Who is given credit for what was won. Channels and what is unattributed together are the total, to the cent. */
export type Credit = {
  /** In the order of their names; those that touched no won journey are there with 0. */
  readonly channels: readonly (Amounts & { readonly channel: string })[];
  /** Of wins without a touch that may be given credit. */
  readonly unattributed: Amounts;
  readonly total: Amounts;
};

/**
 * How one journey shares its credit.
 *
 * @returns a share for each of its touches, in the order in which they came, 1 in all; without an eligible touch they are
 *   all 0 and `unattributed` is 1
 * @example
 * creditJourney({ touches: [{ id: 'b', at: 2, channel: 'email' }, { id: 'a', at: 1, channel: 'ads' }], endedAt: 3, committee: null,
 *   stamps: { lead: null, deal: null, won: 3 } }, { model: 'first', lookback: 10, level: 'account', halfLife: 1 }) // { shares: [0, 1], unattributed: 0 }
 */
export function creditJourney(
  journey: Pick<Journey, 'touches' | 'endedAt' | 'committee' | 'stamps'>,
  settings: Omit<CreditSettings, 'model' | 'markovOrder'> & { readonly model: TouchModel },
): { shares: number[]; unattributed: 0 | 1 } {
  const eligible = findEligible(journey, settings);
  const shares = journey.touches.map(() => 0);
  shareTouches(settings.model, eligible, journey.stamps, settings.halfLife).forEach((share, place) => {
    const index = eligible[place]?.index;
    if (index !== undefined) shares[index] = share;
  });
  return { shares, unattributed: eligible.length > 0 ? 0 : 1 };
}

/**
 * Credit for all that was won, by channel, with money to the cent. Models that share a journey among its touches share the
 * money of each journey; Markov, which knows only channels, shares what all journeys with a touch brought in.
 *
 * @param journeys won and lost; lost ones count for Markov only
 * @throws RangeError for revenue that is no whole number of minor units
 * @example
 * const won = { endedAt: 3, won: true, revenue: 100, stamps: { lead: null, deal: null, won: 3 }, committee: null };
 * creditJourneys([{ ...won, touches: ['ads', 'email', 'event'].map((channel, at) => ({ id: channel, at, channel })) }, { ...won, touches: [] }],
 *   { model: 'linear', lookback: 10, level: 'account', halfLife: 1, markovOrder: 1 }).channels.map(({ revenue }) => revenue) // [34, 33, 33]
 */
export function creditJourneys(journeys: readonly Journey[], settings: CreditSettings): Credit {
  const prepared = journeys.map((journey) => ({ journey, eligible: findEligible(journey, settings) }));
  const { model } = settings;
  return model === 'markov'
    ? creditByRemoval(prepared, settings.markovOrder)
    : creditByTouch(prepared, model, settings.halfLife);
}

type Prepared = { readonly journey: Journey; readonly eligible: readonly EligibleTouch[] };

function creditByTouch(prepared: readonly Prepared[], model: TouchModel, halfLife: number): Credit {
  const channels = startChannels(prepared);
  for (const { journey, eligible } of prepared) {
    if (!journey.won || eligible.length === 0) continue;
    const shares = shareTouches(model, eligible, journey.stamps, halfLife);
    const { minor } = allocateMinorUnits(journey.revenue, shares);
    eligible.forEach(({ channel }, place) => {
      const amounts = channels.get(channel);
      if (amounts === undefined) return;
      amounts.conversions += shares[place] ?? 0;
      amounts.revenue += minor[place] ?? 0;
    });
  }
  return sumUp(prepared, channels);
}

function creditByRemoval(prepared: readonly Prepared[], order: number): Credit {
  const channels = startChannels(prepared);
  const found = shareByRemoval(prepared.map(toPath), order);
  const touched = sumWon(prepared.filter(({ eligible }) => eligible.length > 0));
  const { minor } = allocateMinorUnits(
    touched.revenue,
    found.channels.map(({ share }) => share),
  );
  found.channels.forEach(({ channel, conversions }, place) => {
    channels.set(channel, { conversions, revenue: minor[place] ?? 0 });
  });
  return sumUp(prepared, channels);
}

function toPath({ journey, eligible }: Prepared): PathCount {
  const path = eligible.map(({ channel }) => channel);
  return { path, conversions: Number(journey.won), nulls: Number(!journey.won) };
}

function startChannels(prepared: readonly Prepared[]): Map<string, { conversions: number; revenue: number }> {
  const names = new Set(prepared.flatMap(({ eligible }) => eligible.map(({ channel }) => channel)));
  return new Map([...names].sort().map((name) => [name, { conversions: 0, revenue: 0 }]));
}

function sumUp(prepared: readonly Prepared[], channels: ReadonlyMap<string, Amounts>): Credit {
  const total = sumWon(prepared);
  const list = [...channels].map(([channel, amounts]) => ({ channel, ...amounts }));
  const conversions = prepared.filter(({ journey, eligible }) => journey.won && eligible.length === 0).length;
  const revenue = list.reduce((left, channel) => left - channel.revenue, total.revenue);
  return { channels: list, unattributed: { conversions, revenue }, total };
}

function sumWon(prepared: readonly Prepared[]): Amounts {
  const won = prepared.filter(({ journey }) => journey.won);
  return { conversions: won.length, revenue: won.reduce((sum, { journey }) => sum + journey.revenue, 0) };
}
