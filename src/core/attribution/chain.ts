import { listChannels, mergePaths, type PathCount } from './path.ts';

/**
 * Journeys as a chain that remembers the last channels. State 0 is the start, each other one ends in a channel; from each
 * it goes on to another state, to the win or to the loss, by counts.
 */
export type Chain = {
  /** How many channels there are: they are 0 to this. */
  readonly channels: number;
  /** For each state the channel in which it ends; the start ends in none, -1. */
  readonly ends: ArrayLike<number>;
  /** Transitions between states: as many entries in each of the three. */
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  readonly count: ArrayLike<number>;
  /** For each state how often the journey ended there, won and lost. */
  readonly won: ArrayLike<number>;
  readonly lost: ArrayLike<number>;
};

/**
 * Counts the transitions of journeys, won and lost, into a chain of an order: a state is the last so many channels, fewer
 * at the beginning of a journey. Loops are kept.
 *
 * @param order how many channels a state remembers, 1 or more
 * @example
 * const { names, chain } = countTransitions([{ path: ['ads', 'email'], conversions: 1, nulls: 2 }], 1);
 * [names, chain.from, chain.to, chain.count, chain.won, chain.lost]
 * // [['ads', 'email'], [0, 1], [1, 2], [3, 3], [0, 0, 1], [0, 0, 2]]
 */
export function countTransitions(paths: readonly PathCount[], order: number): { names: string[]; chain: Chain } {
  const counted = mergePaths(paths);
  const names = listChannels(counted);
  const codes = new Map(names.map((name, code) => [name, code]));
  const states = new Map([['', 0]]);
  const ends = [-1];
  const [won, lost] = [[0], [0]];
  const edges = new Map<string, { from: number; to: number; count: number }>();
  for (const { path, conversions, nulls } of counted) {
    let state = 0;
    path.forEach((name, place) => {
      const key = JSON.stringify(path.slice(Math.max(0, place + 1 - order), place + 1));
      const next = states.get(key) ?? states.size;
      if (next === states.size) {
        states.set(key, next);
        ends.push(codes.get(name) ?? -1);
        won.push(0);
        lost.push(0);
      }
      const edge = edges.get(`${state} ${next}`) ?? { from: state, to: next, count: 0 };
      edge.count += conversions + nulls;
      edges.set(`${state} ${next}`, edge);
      state = next;
    });
    won[state] = (won[state] ?? 0) + conversions;
    lost[state] = (lost[state] ?? 0) + nulls;
  }
  const list = [...edges.values()];
  const chain = {
    channels: names.length,
    ends,
    from: list.map(({ from }) => from),
    to: list.map(({ to }) => to),
    count: list.map(({ count }) => count),
    won,
    lost,
  };
  return { names, chain };
}
