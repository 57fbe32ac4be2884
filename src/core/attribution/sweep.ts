import type { Chain } from './chain.ts';
import type { Passage } from './eliminate.ts';

/** Rows of a chain, one after the other: where each state leads and by which chance, loops apart. */
type Rows = {
  readonly begin: Uint32Array;
  readonly to: Uint32Array;
  readonly chance: Float64Array;
  readonly won: Float64Array;
};

/** Small enough for the columns of a block to stay near the processor. */
const blockSize = 64;
/** Journeys would have to run in circles thousands of times to need so many. */
const mostSweeps = 20_000;

/**
 * Solves a large chain by sweeps (Gauss-Seidel), all channels at once. Each sweep raises every chance towards its true
 * value; how far it can still be off is known throughout, since what is left is the chance of journeys that have not
 * ended. Stops when that is below `within`.
 *
 * @param within how far a chance may be off
 * @returns as `eliminate`, with how far they are off at most
 * @example
 * sweep({ channels: 1, ends: [-1, 0], from: [0], to: [1], count: [4], won: [0, 3], lost: [0, 1] }).won // 0.75
 */
export function sweep(chain: Chain, within = 1e-14): Passage & { readonly within: number } {
  const rows = readRows(chain);
  const { sweeps, left } = countSweeps(rows, within);
  const through = new Float64Array(chain.channels);
  let won = 0;
  for (let first = 0; first === 0 || first < chain.channels; first += blockSize) {
    const width = Math.min(blockSize, chain.channels - first);
    const solved = sweepBlock(rows, chain.ends, first, width, sweeps);
    won = solved[width] ?? 0;
    for (let place = 0; place < width; place += 1) through[first + place] = Math.max(0, won - (solved[place] ?? 0));
  }
  return { won, through, within: left };
}

/** How many sweeps it takes until nearly no journey is under way, and how many are then. */
function countSweeps(rows: Rows, within: number): { sweeps: number; left: number } {
  const under = new Float64Array(rows.won.length).fill(1);
  let sweeps = 0;
  while (sweeps < mostSweeps && (sweeps === 0 || (under[0] ?? 0) > within)) {
    for (let state = under.length - 1; state >= 0; state -= 1) {
      let sum = 0;
      for (let edge = rows.begin[state] ?? 0; edge < (rows.begin[state + 1] ?? 0); edge += 1) {
        sum += (rows.chance[edge] ?? 0) * (under[rows.to[edge] ?? 0] ?? 0);
      }
      under[state] = sum;
    }
    sweeps += 1;
  }
  return { sweeps, left: under[0] ?? 0 };
}

/** The chance to be won from the start without each of some channels, and in the last place with all of them. */
function sweepBlock(rows: Rows, ends: ArrayLike<number>, first: number, width: number, sweeps: number): Float64Array {
  const columns = width + 1;
  const states = rows.won.length;
  const solved = new Float64Array(states * columns);
  const sum = new Float64Array(columns);
  for (let round = 0; round < sweeps; round += 1) {
    for (let state = states - 1; state >= 0; state -= 1) {
      sum.fill(rows.won[state] ?? 0);
      for (let edge = rows.begin[state] ?? 0; edge < (rows.begin[state + 1] ?? 0); edge += 1) {
        const chance = rows.chance[edge] ?? 0;
        const from = (rows.to[edge] ?? 0) * columns;
        for (let column = 0; column < columns; column += 1) {
          sum[column] = (sum[column] ?? 0) + chance * (solved[from + column] ?? 0);
        }
      }
      solved.set(sum, state * columns);
      // Without its channel nobody comes here: whoever would is lost.
      const own = (ends[state] ?? -1) - first;
      if (own >= 0 && own < width) solved[state * columns + own] = 0;
    }
  }
  return solved.slice(0, columns);
}

function readRows({ ends, from, to, count, won, lost }: Chain): Rows {
  const states = ends.length;
  const begin = new Uint32Array(states + 1);
  // A loop only delays: leaving it out of the sum scales the other ways to 1.
  const sums = Float64Array.from({ length: states }, (_, state) => (won[state] ?? 0) + (lost[state] ?? 0));
  for (let edge = 0; edge < from.length; edge += 1) {
    const state = from[edge] ?? 0;
    if (state === to[edge]) continue;
    begin[state + 1] = (begin[state + 1] ?? 0) + 1;
    sums[state] = (sums[state] ?? 0) + (count[edge] ?? 0);
  }
  for (let state = 0; state < states; state += 1) begin[state + 1] = (begin[state + 1] ?? 0) + (begin[state] ?? 0);
  const next = begin.slice();
  const targets = new Uint32Array(begin[states] ?? 0);
  const chance = new Float64Array(begin[states] ?? 0);
  for (let edge = 0; edge < from.length; edge += 1) {
    const state = from[edge] ?? 0;
    if (state === to[edge]) continue;
    const place = next[state] ?? 0;
    next[state] = place + 1;
    targets[place] = to[edge] ?? 0;
    chance[place] = (count[edge] ?? 0) / (sums[state] ?? 1);
  }
  const wins = Float64Array.from({ length: states }, (_, state) =>
    won[state] === 0 ? 0 : (won[state] ?? 0) / (sums[state] ?? 1),
  );
  return { begin, to: targets, chance, won: wins };
}
