import type { CreditSettings } from '../core/attribution/journey.ts';
import type { TouchModel } from '../core/attribution/model-names.ts';
import type { History } from './columns.ts';
import { visitJourneys } from './eligible.ts';

/** One journey at work: its eligible touches, which weights are written for. */
type Work = {
  readonly history: History;
  readonly journey: number;
  readonly places: Uint32Array;
  readonly count: number;
  readonly weights: Float64Array;
};
type Weigh = (work: Work, halfLife: number) => void;

/** Shares of won journeys, by touch; and how many were won without a touch that may be given credit. */
export type TouchShares = { readonly shares: Float64Array; readonly unattributed: number };

const weighers: Readonly<Record<TouchModel, Weigh>> = {
  first: (work) => add(work, 0, 1),
  last: (work) => add(work, work.count - 1, 1),
  'last-non-direct': (work) => {
    const { channel } = work.history.touches;
    let place = work.count - 1;
    while (place >= 0 && channel[work.places[place] ?? 0] === work.history.direct) place -= 1;
    add(work, place < 0 ? work.count - 1 : place, 1);
  },
  linear: ({ weights, count }) => {
    weights.fill(1, 0, count);
  },
  position: (work) => {
    spread(work, work.count - 1, 0.2, 0, 0, 0);
    add(work, 0, 0.4);
    add(work, work.count - 1, 0.4);
  },
  'u-lead': (work) => {
    const { lead } = work.history.journeys;
    const made = findHolder(work, lead);
    const until = isStamped(work, lead) ? made : work.count;
    spread(work, until, 0.2, made, made, made);
    add(work, 0, 0.4);
    add(work, made, 0.4);
  },
  'w-shaped': (work) => {
    const { lead, deal } = work.history.journeys;
    const [became, made] = [findHolder(work, lead), findHolder(work, deal)];
    const until = isStamped(work, deal) ? made : work.count;
    spread(work, until, 0.1, became, made, made);
    for (const place of [0, became, made]) add(work, place, 0.3);
  },
  'full-path': (work) => {
    const { lead, deal, closed } = work.history.journeys;
    const [became, made, won] = [findHolder(work, lead), findHolder(work, deal), findHolder(work, closed)];
    spread(work, work.count, 0.1, became, made, won);
    for (const place of [0, became, made, won]) add(work, place, 0.225);
  },
  'time-decay': ({ history, places, count, weights }, halfLife) => {
    const { at } = history.touches;
    const end = at[places[count - 1] ?? 0] ?? 0;
    const span = Math.max(halfLife, 0);
    for (let place = 0; place < count; place += 1) {
      const age = end - (at[places[place] ?? 0] ?? 0);
      weights[place] = age === 0 ? 1 : 2 ** -(age / span);
    }
  },
  shapley: ({ history, places, count, weights }) => {
    const { channel } = history.touches;
    for (let place = 0; place < count; place += 1) {
      const own = channel[places[place] ?? 0];
      let same = 0;
      for (let other = 0; other < count; other += 1) same += Number(channel[places[other] ?? 0] === own);
      weights[place] = 1 / same;
    }
  },
};

/**
 * The share that each touch has in the win of its journey, by one of the models that share a journey among its touches;
 * equal to `shareTouches` of core, which it is held to. Touches of lost journeys have 0.
 */
export function creditTouches(
  history: History,
  settings: Omit<CreditSettings, 'model' | 'markovOrder'> & { readonly model: TouchModel },
): TouchShares {
  const shares = new Float64Array(history.touches.at.length);
  const weigh = weighers[settings.model];
  let weights = new Float64Array(16);
  let unattributed = 0;
  visitJourneys(history, settings, (journey, places, count) => {
    if (history.journeys.won[journey] !== 1) return;
    if (count === 0) {
      unattributed += 1;
      return;
    }
    if (weights.length < count) weights = new Float64Array(count * 2);
    weights.fill(0, 0, count);
    weigh({ history, journey, places, count, weights }, settings.halfLife);
    let sum = 0;
    for (let place = 0; place < count; place += 1) sum += weights[place] ?? 0;
    for (let place = 0; place < count; place += 1) shares[places[place] ?? 0] = (weights[place] ?? 0) / sum;
  });
  return { shares, unattributed };
}

/**
 * Sums shares of touches by a dictionary column, the channel or another one of the same touches.
 *
 * @param words how many words the dictionary has
 */
export function sumByCode(shares: Float64Array, codes: Uint16Array, words: number): Float64Array {
  const sums = new Float64Array(words);
  for (let place = 0; place < shares.length; place += 1) {
    const code = codes[place] ?? 0;
    sums[code] = (sums[code] ?? 0) + (shares[place] ?? 0);
  }
  return sums;
}

function add({ weights }: Work, place: number, weight: number): void {
  if (place >= 0) weights[place] = (weights[place] ?? 0) + weight;
}

/** Shares a weight among the touches before `until` but the first and three others; -1 names none. */
function spread({ weights }: Work, until: number, weight: number, a: number, b: number, c: number): void {
  let others = 0;
  for (let place = 1; place < until; place += 1) if (place !== a && place !== b && place !== c) others += 1;
  if (others === 0) return;
  for (let place = 1; place < until; place += 1) {
    if (place !== a && place !== b && place !== c) weights[place] = weight / others;
  }
}

function isStamped({ journey }: Work, stamps: Float64Array): boolean {
  return !Number.isNaN(stamps[journey]);
}

/** Where the last touch at or before a stamp stands; -1 without one. */
function findHolder({ history, journey, places, count }: Work, stamps: Float64Array): number {
  const stamp = stamps[journey] ?? Number.NaN;
  let place = count - 1;
  while (place >= 0 && !((history.touches.at[places[place] ?? 0] ?? 0) <= stamp)) place -= 1;
  return place;
}
