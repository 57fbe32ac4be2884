import type { Chain } from '../core/attribution/chain.ts';
import type { ChannelSet } from '../core/attribution/channel-sets.ts';
import type { History } from './columns.ts';
import { type Scope, visitJourneys } from './eligible.ts';

/**
 * Counts the transitions of all journeys into a chain for Markov, as `countTransitions` of core does. Where a state leads
 * by a channel is looked up by two numbers; which state that is, is worked out once for each.
 *
 * @param order how many channels a state remembers, 1 or more
 */
export function countChain(history: History, scope: Scope, order: number): Chain {
  const words = history.channels.length;
  const codes = history.touches.channel;
  const states = new Map<string, number>();
  const memory: (readonly number[])[] = [[]];
  const [ends, won, lost] = [[-1], [0], [0]];
  const edges = new Map<number, number>();
  const [from, to, count]: [number[], number[], number[]] = [[], [], []];
  const openEdge = (state: number, code: number): number => {
    const last = [...(memory[state] ?? []), code].slice(-order);
    const known = states.get(last.join());
    const next = known ?? memory.length;
    if (known === undefined) {
      states.set(last.join(), next);
      memory.push(last);
      ends.push(code);
      won.push(0);
      lost.push(0);
    }
    edges.set(state * words + code, from.length);
    from.push(state);
    to.push(next);
    count.push(0);
    return from.length - 1;
  };
  visitJourneys(history, scope, (journey, places, touches) => {
    let state = 0;
    for (let place = 0; place < touches; place += 1) {
      const code = codes[places[place] ?? 0] ?? 0;
      const edge = edges.get(state * words + code) ?? openEdge(state, code);
      count[edge] = (count[edge] ?? 0) + 1;
      state = to[edge] ?? 0;
    }
    const ended = history.journeys.won[journey] === 1 ? won : lost;
    ended[state] = (ended[state] ?? 0) + 1;
  });
  return { channels: words, ends, from, to, count, won, lost };
}

/** Up to so many channels a set is a number of 31 bits; beyond it is written out. */
const mostBits = 31;

/**
 * Collects the different sets of channels of all journeys for Shapley, as `countChannelSets` of core does; journeys without
 * a touch are in none.
 */
export function collectChannelSets(history: History, scope: Scope): ChannelSet[] {
  const codes = history.touches.channel;
  const isSmall = history.channels.length <= mostBits;
  const sets = new Map<number | string, { members: number[]; conversions: number; journeys: number }>();
  visitJourneys(history, scope, (journey, places, touches) => {
    if (touches === 0) return;
    const key = isSmall ? readMask(codes, places, touches) : readMembers(codes, places, touches).join();
    const known = sets.get(key);
    const set = known ?? { members: readMembers(codes, places, touches), conversions: 0, journeys: 0 };
    if (known === undefined) sets.set(key, set);
    set.conversions += history.journeys.won[journey] ?? 0;
    set.journeys += 1;
  });
  return [...sets.values()];
}

function readMask(codes: Uint16Array, places: Uint32Array, count: number): number {
  let mask = 0;
  for (let place = 0; place < count; place += 1) mask |= 1 << (codes[places[place] ?? 0] ?? 0);
  return mask;
}

function readMembers(codes: Uint16Array, places: Uint32Array, count: number): number[] {
  return [...new Set(Array.from({ length: count }, (_, place) => codes[places[place] ?? 0] ?? 0))].sort(
    (a, b) => a - b,
  );
}
