import { type Chain, countTransitions } from './chain.ts';
import { eliminate } from './eliminate.ts';
import type { PathCount } from './path.ts';
import { sweep } from './sweep.ts';

/** What removing each channel of a chain would do, in the order of the channels. */
export type Removal = {
  /** The chance that a journey is won; null where there is none. Equal to the rate that was observed, at every order. */
  readonly rate: number | null;
  /** The part of the wins that would be lost without the channel, 0 to 1. */
  readonly effects: number[];
  /** The effects scaled to 1 in all; 0 each where nothing was won by any channel. */
  readonly shares: number[];
  /** States of the chain, and how far a chance may be off: 0 where it was solved exactly. */
  readonly states: number;
  readonly within: number;
};

/** Credit by removal: conversions of journeys without a touch are nobody's. */
export type MarkovCredit = Omit<Removal, 'effects' | 'shares'> & {
  readonly channels: readonly {
    readonly channel: string;
    readonly effect: number;
    readonly share: number;
    readonly conversions: number;
  }[];
  readonly unattributed: number;
};

/** Up to here the exact solve takes less than a second; it grows with the third power. */
const mostExactStates = 600;

/**
 * What would be lost without each channel: every way into it leads to nothing. Exact up to 600 states, beyond by sweeps to
 * 14 digits.
 *
 * @example
 * measureRemoval({ channels: 1, ends: [-1, 0], from: [0], to: [1], count: [4], won: [0, 3], lost: [0, 1] })
 * // { rate: 0.75, effects: [1], shares: [1], states: 1, within: 0 }
 */
export function measureRemoval(chain: Chain, exactUpTo = mostExactStates): Removal {
  const states = chain.ends.length - 1;
  const isEmpty = chain.from.length === 0 && !(Number(chain.won[0]) + Number(chain.lost[0]) > 0);
  if (isEmpty) return { rate: null, effects: [], shares: [], states, within: 0 };
  const { won, through, within } = states <= exactUpTo ? { ...eliminate(chain), within: 0 } : sweep(chain);
  const effects = Array.from(through, (part) => (won > 0 ? Math.min(1, part / won) : 0));
  const sum = effects.reduce((all, effect) => all + effect, 0);
  return { rate: won, effects, shares: effects.map((effect) => (sum > 0 ? effect / sum : 0)), states, within };
}

/**
 * Credit by what would be lost without each channel, from all journeys: the lost ones too, and only those that had time
 * to be decided. It shares conversions, it does not say what caused them; below some 300 conversions it is noise.
 *
 * @param order how many channels it remembers, 1 to 4
 * @returns channels in the order of their names
 * @example
 * shareByRemoval([{ path: ['google'], conversions: 2, nulls: 1 }, { path: ['mailing'], conversions: 1, nulls: 0 }, { path: ['google', 'mailing'], conversions: 1, nulls: 0 }], 1)
 *   .channels.map(({ channel, conversions }) => [channel, conversions.toFixed(9)]) // [['google', '2.400000000'], ['mailing', '1.600000000']]
 */
export function shareByRemoval(paths: readonly PathCount[], order: number): MarkovCredit {
  const { names, chain } = countTransitions(paths, order);
  const { effects, shares, ...rest } = measureRemoval(chain);
  const touched = paths.reduce((sum, { path, conversions }) => (path.length > 0 ? sum + conversions : sum), 0);
  const all = paths.reduce((sum, { conversions }) => sum + conversions, 0);
  const channels = names.map((channel, code) => {
    const share = shares[code] ?? 0;
    return { channel, effect: effects[code] ?? 0, share, conversions: share * touched };
  });
  return { ...rest, channels, unattributed: all - touched };
}
