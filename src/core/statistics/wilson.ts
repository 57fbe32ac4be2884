import { findCriticalZ } from './normal.ts';

/** A share with what it may be: all three from 0 to 1, null where nothing was counted. */
export type Interval = { rate: number | null; low: number | null; high: number | null };

/**
 * A share and its interval by Wilson, which holds for few cases and for shares near 0 and 1 too. Nothing counted is
 * no share: null, never 0 %. Formula: Newcombe, Statistics in Medicine 17 (1998) 857-872, method 3.
 *
 * @param count how many did, a whole number from 0 to `of`
 * @param of how many could have
 * @param confidence that the interval holds the true share; 95 % unless said
 * @example
 * wilson(0, 20) // { rate: 0, low: 0, high: 0.16112515805281938 }
 * wilson(0, 0) // { rate: null, low: null, high: null }
 */
export function wilson(count: number, of: number, confidence = 0.95): Interval {
  if (of === 0) return { rate: null, low: null, high: null };
  const z = findCriticalZ(confidence);
  const rate = count / of;
  const centre = rate + z ** 2 / (2 * of);
  const spread = z * Math.sqrt((rate * (1 - rate)) / of + z ** 2 / (4 * of ** 2));
  const scale = 1 + z ** 2 / of;
  // At both ends the bound is exact; the formula misses it by a rounding.
  const low = count === 0 ? 0 : Math.max(0, (centre - spread) / scale);
  const high = count === of ? 1 : Math.min(1, (centre + spread) / scale);
  return { rate, low, high };
}
