import { startChance } from '../statistics/chance.ts';
import { listChannels, mergePaths, type PathCount } from './path.ts';

/** Journeys with the same channels, whatever their order: the channels as numbers, each once, none for no touch. */
export type ChannelSet = {
  readonly members: readonly number[];
  readonly conversions: number;
  readonly journeys: number;
};

/** What each channel adds on average, in the order of the channels. */
export type Contribution = {
  readonly values: number[];
  /** What all of them are worth together: the sum of the values. */
  readonly worth: number;
  /** The values by their sum; 0 each where that is 0. A channel can be negative: it is shown, not clipped. */
  readonly shares: number[];
  /** 0 where it was counted exactly, else the half width of the 95 % interval of the value that is known least. */
  readonly within: number;
};

/** How to go on where there are too many channels to try all coalitions: orderings drawn from a seed. */
export type Sampling = { readonly exactUpTo: number; readonly orderings: number; readonly seed: number };

const sampling: Sampling = { exactUpTo: 12, orderings: 4_000, seed: 1 };

/**
 * The different sets of channels of journeys, with how many had each; journeys without a touch are in none.
 *
 * @example
 * countChannelSets([{ path: ['b', 'a', 'b'], conversions: 1, nulls: 1 }, { path: ['a', 'b'], conversions: 1, nulls: 0 }])
 * // { names: ['a', 'b'], sets: [{ members: [0, 1], conversions: 2, journeys: 3 }] }
 */
export function countChannelSets(paths: readonly PathCount[]): { names: string[]; sets: ChannelSet[] } {
  const counted = mergePaths(paths);
  const names = listChannels(counted);
  const codes = new Map(names.map((name, code) => [name, code]));
  const sets = new Map<string, { members: number[]; conversions: number; journeys: number }>();
  for (const { path, conversions, nulls } of counted) {
    if (path.length === 0) continue;
    const members = [...new Set(path)].map((name) => codes.get(name) ?? 0).sort((a, b) => a - b);
    const set = sets.get(members.join()) ?? { members, conversions: 0, journeys: 0 };
    set.conversions += conversions;
    set.journeys += conversions + nulls;
    sets.set(members.join(), set);
  }
  return { names, sets: [...sets.values()] };
}

/**
 * The Shapley value where a coalition is worth the conversions of the journeys inside it. It is exactly linear credit over
 * distinct channels and says nothing beyond that; wherever it is shown, this is said.
 *
 * @example
 * contributeToSum([{ members: [0, 1], conversions: 3, journeys: 5 }, { members: [0], conversions: 1, journeys: 7 }], 2).values // [2.5, 1.5]
 */
export function contributeToSum(sets: readonly ChannelSet[], channels: number): Contribution {
  const values = Array.from({ length: channels }, () => 0);
  for (const { members, conversions } of sets) {
    for (const member of members) values[member] = (values[member] ?? 0) + conversions / members.length;
  }
  return sumUp(values, 0);
}

/**
 * The Shapley value where a coalition is worth the rate at which journeys inside it are won, 0 where there are none. The
 * values sum to the rate of all. Exact up to 12 channels, beyond by orderings drawn in pairs, one the other reversed.
 *
 * @example
 * contributeToRate([{ members: [0, 1], conversions: 1, journeys: 2 }, { members: [0], conversions: 1, journeys: 4 }], 2).values.map((value) => value.toFixed(4))
 * // ['0.2917', '0.0417']
 */
export function contributeToRate(
  sets: readonly ChannelSet[],
  channels: number,
  { exactUpTo, orderings, seed }: Sampling = sampling,
): Contribution {
  // A channel that nobody passed through adds nothing to any coalition: only the others are tried.
  const used = [...new Set(sets.flatMap(({ members }) => members))].sort((a, b) => a - b);
  const places = new Map(used.map((channel, place) => [channel, place]));
  const packed = sets.map((set) => ({ ...set, members: set.members.map((member) => places.get(member) ?? 0) }));
  const found =
    used.length > exactUpTo
      ? sampleRate(packed, used.length, orderings, seed)
      : { values: countRate(packed, used.length), within: 0 };
  const values = Array.from({ length: channels }, (_, channel) => found.values[places.get(channel) ?? -1] ?? 0);
  return sumUp(values, found.within);
}

function countRate(sets: readonly ChannelSet[], channels: number): number[] {
  const size = 2 ** channels;
  const [conversions, journeys] = [new Float64Array(size), new Float64Array(size)];
  for (const set of sets) {
    const mask = set.members.reduce((bits, member) => bits | (1 << member), 0);
    conversions[mask] = (conversions[mask] ?? 0) + set.conversions;
    journeys[mask] = (journeys[mask] ?? 0) + set.journeys;
  }
  sumInside(conversions, channels);
  sumInside(journeys, channels);
  const worth = conversions.map((won, mask) => divide(won, journeys[mask] ?? 0));
  return averageContributions(worth, channels);
}

/**
 * What each member adds to a coalition, averaged over all orders in which a coalition can come together.
 *
 * @param worth of each coalition, by the bits of its members; 2 to the power of `members` of them
 * @example
 * averageContributions([0, 10, 20, 50], 2) // [20, 30]
 */
export function averageContributions(worth: ArrayLike<number>, members: number): number[] {
  const weights: number[] = [];
  // |S|! (n - |S| - 1)! / n! for coalitions of each size, without a factorial that would overflow.
  for (let size = 0, ways = 1; size < members; size += 1) {
    weights.push(1 / (members * ways));
    ways = (ways * (members - 1 - size)) / (size + 1);
  }
  return Array.from({ length: members }, (_, member) => {
    let sum = 0;
    for (let mask = 0; mask < 2 ** members; mask += 1) {
      if ((mask & (1 << member)) !== 0) continue;
      sum += (weights[countBits(mask)] ?? 0) * ((worth[mask | (1 << member)] ?? 0) - (worth[mask] ?? 0));
    }
    return sum;
  });
}

/** For each coalition the sum over all that are inside it, in place. */
function sumInside(values: Float64Array, members: number): void {
  for (let bit = 1; bit < 2 ** members; bit <<= 1) {
    for (let mask = 0; mask < values.length; mask += 1) {
      if ((mask & bit) !== 0) values[mask] = (values[mask] ?? 0) + (values[mask ^ bit] ?? 0);
    }
  }
}

/** A set is inside a growing coalition from the moment on at which the last of its members has come. */
function sampleRate(
  sets: readonly ChannelSet[],
  channels: number,
  orderings: number,
  seed: number,
): Pick<Contribution, 'values' | 'within'> {
  const chance = startChance(seed);
  const order = Array.from({ length: channels }, (_, channel) => channel);
  const [sum, squares] = [new Float64Array(channels), new Float64Array(channels)];
  const pairs = Math.max(1, Math.ceil(orderings / 2));
  for (let pair = 0; pair < pairs; pair += 1) {
    for (let place = channels - 1; place > 0; place -= 1) {
      const other = chance.whole(0, place);
      [order[place], order[other]] = [order[other] ?? 0, order[place] ?? 0];
    }
    const ahead = addAlong(sets, order);
    const back = addAlong(sets, order.toReversed());
    for (let channel = 0; channel < channels; channel += 1) {
      const mean = ((ahead[channel] ?? 0) + (back[channel] ?? 0)) / 2;
      sum[channel] = (sum[channel] ?? 0) + mean;
      squares[channel] = (squares[channel] ?? 0) + mean ** 2;
    }
  }
  const values = Array.from(sum, (total) => total / pairs);
  const spread = values.map((value, channel) => Math.max(0, (squares[channel] ?? 0) / pairs - value ** 2));
  return { values, within: 1.959963984540054 * Math.sqrt(Math.max(0, ...spread) / Math.max(1, pairs - 1)) };
}

/** What each channel adds to the rate when they come in this order. */
function addAlong(sets: readonly ChannelSet[], order: readonly number[]): Float64Array {
  const rank = new Uint32Array(order.length);
  order.forEach((channel, place) => {
    rank[channel] = place;
  });
  const [conversions, journeys] = [new Float64Array(order.length), new Float64Array(order.length)];
  for (const set of sets) {
    let last = 0;
    for (const member of set.members) last = Math.max(last, rank[member] ?? 0);
    conversions[last] = (conversions[last] ?? 0) + set.conversions;
    journeys[last] = (journeys[last] ?? 0) + set.journeys;
  }
  const added = new Float64Array(order.length);
  let [won, all, before] = [0, 0, 0];
  order.forEach((channel, place) => {
    won += conversions[place] ?? 0;
    all += journeys[place] ?? 0;
    const rate = divide(won, all);
    added[channel] = rate - before;
    before = rate;
  });
  return added;
}

function sumUp(values: number[], within: number): Contribution {
  const worth = values.reduce((sum, value) => sum + value, 0);
  return { values, worth, shares: values.map((value) => divide(value, worth)), within };
}

function divide(part: number, by: number): number {
  return by === 0 ? 0 : part / by;
}

function countBits(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits += 1;
  return bits;
}
