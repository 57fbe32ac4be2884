import type { ChannelSet } from './channel-sets.ts';
import { sampleOrderings } from './orderings.ts';

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

/** A million coalitions are counted in less than a second; each channel more doubles them. */
const sampling: Sampling = { exactUpTo: 20, orderings: 4_000, seed: 1 };

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
 * values sum to the rate of all. Exact up to 20 channels, beyond by orderings drawn in pairs, one the other reversed.
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
      ? sampleOrderings(packed, used.length, orderings, seed)
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
  const sizes = new Uint8Array(2 ** members);
  for (let mask = 1; mask < sizes.length; mask += 1) sizes[mask] = (sizes[mask >> 1] ?? 0) + (mask & 1);
  return Array.from({ length: members }, (_, member) => {
    const bit = 1 << member;
    let sum = 0;
    for (let mask = 0; mask < sizes.length; mask += 1) {
      if ((mask & bit) !== 0) continue;
      sum += (weights[sizes[mask] ?? 0] ?? 0) * ((worth[mask | bit] ?? 0) - (worth[mask] ?? 0));
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

function sumUp(values: number[], within: number): Contribution {
  const worth = values.reduce((sum, value) => sum + value, 0);
  return { values, worth, shares: values.map((value) => divide(value, worth)), within };
}

function divide(part: number, by: number): number {
  return by === 0 ? 0 : part / by;
}
