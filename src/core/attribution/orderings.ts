import { startChance } from '../statistics/chance.ts';
import type { ChannelSet } from './channel-sets.ts';

/**
 * What each channel adds to the rate, averaged over orderings drawn from a seed, in pairs of one and its reverse. A set is
 * inside a growing coalition from the moment on at which the last of its members has come.
 *
 * @param orderings how many, 2 or more; an odd one is made even
 * @returns values that sum to the rate of all, whatever was drawn, and the half width of the widest 95 % interval
 * @example
 * sampleOrderings([{ members: [0, 1], conversions: 1, journeys: 2 }], 2, 100, 1) // { values: [0.25, 0.25], within: 0 }
 */
export function sampleOrderings(
  sets: readonly ChannelSet[],
  channels: number,
  orderings: number,
  seed: number,
): { values: number[]; within: number } {
  const chance = startChance(seed);
  const packed = packSets(sets);
  const order = Array.from({ length: channels }, (_, channel) => channel);
  const [sum, squares] = [new Float64Array(channels), new Float64Array(channels)];
  const pairs = Math.max(1, Math.ceil(orderings / 2));
  for (let pair = 0; pair < pairs; pair += 1) {
    for (let place = channels - 1; place > 0; place -= 1) {
      const other = chance.whole(0, place);
      [order[place], order[other]] = [order[other] ?? 0, order[place] ?? 0];
    }
    const ahead = addAlong(packed, order);
    const back = addAlong(packed, order.toReversed());
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

/** Members of all sets in one row, set s from `begin[s]` to before `begin[s + 1]`: each ordering reads them all. */
type PackedSets = {
  readonly members: Uint16Array;
  readonly begin: Uint32Array;
  readonly conversions: Float64Array;
  readonly journeys: Float64Array;
};

function packSets(sets: readonly ChannelSet[]): PackedSets {
  const begin = new Uint32Array(sets.length + 1);
  sets.forEach(({ members }, place) => {
    begin[place + 1] = (begin[place] ?? 0) + members.length;
  });
  return {
    members: Uint16Array.from(sets.flatMap(({ members }) => members)),
    begin,
    conversions: Float64Array.from(sets, (set) => set.conversions),
    journeys: Float64Array.from(sets, (set) => set.journeys),
  };
}

/** What each channel adds to the rate when they come in this order. */
function addAlong(sets: PackedSets, order: readonly number[]): Float64Array {
  const rank = new Uint32Array(order.length);
  order.forEach((channel, place) => {
    rank[channel] = place;
  });
  const [conversions, journeys] = [new Float64Array(order.length), new Float64Array(order.length)];
  for (let set = 0; set < sets.conversions.length; set += 1) {
    let last = 0;
    for (let place = sets.begin[set] ?? 0; place < (sets.begin[set + 1] ?? 0); place += 1) {
      last = Math.max(last, rank[sets.members[place] ?? 0] ?? 0);
    }
    conversions[last] = (conversions[last] ?? 0) + (sets.conversions[set] ?? 0);
    journeys[last] = (journeys[last] ?? 0) + (sets.journeys[set] ?? 0);
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

function divide(part: number, by: number): number {
  return by === 0 ? 0 : part / by;
}
