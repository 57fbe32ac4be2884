import type { Chain } from './chain.ts';

/** A chain as a table of chances, one row a state: to each state, to the win and to the loss. */
type Table = {
  readonly states: readonly number[];
  readonly chance: Float64Array;
  readonly won: Float64Array;
  readonly lost: Float64Array;
};

/** The chance to be won, and the part of it that passes through each channel. */
export type Passage = { readonly won: number; readonly through: Float64Array };

/**
 * Solves a chain exactly, by taking out one state after the other and leading its visitors on (Grassmann, Taksar, Heyman):
 * nothing is ever subtracted, so small chances keep all their digits. To ask what passes through each channel without
 * beginning anew, the channels are halved: the one half is taken out, the other goes on, until one is left.
 *
 * @returns chances from 0 to 1; `through` in the order of the channels
 * @example
 * eliminate({ channels: 1, ends: [-1, 0], from: [0], to: [1], count: [4], won: [0, 3], lost: [0, 1] }).won // 0.75
 */
export function eliminate(chain: Chain): Passage {
  const through = new Float64Array(chain.channels);
  const statesOf = Array.from({ length: chain.channels }, (): number[] => []);
  for (let state = 1; state < chain.ends.length; state += 1) statesOf[chain.ends[state] ?? 0]?.push(state);
  const table = readTable(chain);
  let won = table.won[0] ?? 0;
  const solve = (part: Table, channels: readonly number[]): void => {
    const half = channels.length >> 1;
    if (half === 0) {
      const direct = part.won[0] ?? 0;
      takeOut(part, new Set(part.states.slice(1)));
      won = part.won[0] ?? 0;
      for (const channel of channels) through[channel] = won - direct;
      return;
    }
    for (const [kept, removed] of [
      [channels.slice(0, half), channels.slice(half)],
      [channels.slice(half), channels.slice(0, half)],
    ] as const) {
      const copy = { ...part, chance: part.chance.slice(), won: part.won.slice(), lost: part.lost.slice() };
      takeOut(copy, new Set(removed.flatMap((channel) => statesOf[channel] ?? [])));
      solve(shrink(copy, new Set([0, ...kept.flatMap((channel) => statesOf[channel] ?? [])])), kept);
    }
  };
  if (chain.channels > 0) solve(table, [...through.keys()]);
  return { won, through };
}

function readTable({ ends, from, to, count, won, lost }: Chain): Table {
  const size = ends.length;
  const sums = Float64Array.from({ length: size }, (_, state) => (won[state] ?? 0) + (lost[state] ?? 0));
  for (let edge = 0; edge < from.length; edge += 1) add(sums, from[edge] ?? 0, count[edge] ?? 0);
  const share = (part: number, state: number) => (part === 0 ? 0 : part / (sums[state] ?? 1));
  const chance = new Float64Array(size * size);
  for (let edge = 0; edge < from.length; edge += 1) {
    const row = from[edge] ?? 0;
    add(chance, row * size + (to[edge] ?? 0), share(count[edge] ?? 0, row));
  }
  return {
    states: Array.from({ length: size }, (_, state) => state),
    chance,
    won: Float64Array.from({ length: size }, (_, state) => share(won[state] ?? 0, state)),
    lost: Float64Array.from({ length: size }, (_, state) => share(lost[state] ?? 0, state)),
  };
}

/** Takes states out of a table, in place: whoever went to one of them goes where it leads. */
function takeOut({ states, chance, won, lost }: Table, removed: ReadonlySet<number>): void {
  const size = states.length;
  const live = new Uint8Array(size).fill(1);
  states.forEach((state, place) => {
    if (!removed.has(state)) return;
    live[place] = 0;
    const row = chance.subarray(place * size, (place + 1) * size);
    const targets: number[] = [];
    let out = (won[place] ?? 0) + (lost[place] ?? 0);
    for (let to = 0; to < size; to += 1) {
      if (live[to] === 0 || row[to] === 0) continue;
      targets.push(to);
      out += row[to] ?? 0;
    }
    for (let from = 0; from < size; from += 1) {
      const into = chance[from * size + place] ?? 0;
      if (live[from] === 0 || into === 0) continue;
      const flow = into / out;
      for (const to of targets) add(chance, from * size + to, flow * (row[to] ?? 0));
      add(won, from, flow * (won[place] ?? 0));
      add(lost, from, flow * (lost[place] ?? 0));
    }
  });
}

/** What is left of a table when only these states are kept. */
function shrink(table: Table, kept: ReadonlySet<number>): Table {
  const size = table.states.length;
  const places = table.states.flatMap((state, place) => (kept.has(state) ? [place] : []));
  const chance = new Float64Array(places.length ** 2);
  places.forEach((from, row) => {
    places.forEach((to, column) => {
      chance[row * places.length + column] = table.chance[from * size + to] ?? 0;
    });
  });
  return {
    states: places.map((place) => table.states[place] ?? 0),
    chance,
    won: Float64Array.from(places, (place) => table.won[place] ?? 0),
    lost: Float64Array.from(places, (place) => table.lost[place] ?? 0),
  };
}

function add(list: Float64Array, place: number, amount: number): void {
  list[place] = (list[place] ?? 0) + amount;
}
