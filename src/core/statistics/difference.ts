import { wilson } from './wilson.ts';

/** How many did, of how many that could have. */
export type Share = { readonly count: number; readonly of: number };

/** The first share less the second, -1 to 1, and what it may be; null where one of them is of nothing. */
export type ShareDifference = { difference: number | null; low: number | null; high: number | null };

/**
 * By how much one share differs from another, with its interval: Newcombe's, made of both Wilson intervals. Formula:
 * Newcombe, Statistics in Medicine 17 (1998) 873-890, method 10.
 *
 * @param confidence that the interval holds the true difference; 95 % unless said
 * @example
 * measureDifference({ count: 56, of: 70 }, { count: 48, of: 80 }).low?.toFixed(4) // '0.0524'
 * measureDifference({ count: 0, of: 0 }, { count: 1, of: 2 }) // { difference: null, low: null, high: null }
 */
export function measureDifference(first: Share, second: Share, confidence = 0.95): ShareDifference {
  const a = wilson(first.count, first.of, confidence);
  const b = wilson(second.count, second.of, confidence);
  if (a.rate === null || a.low === null || a.high === null || b.rate === null || b.low === null || b.high === null) {
    return { difference: null, low: null, high: null };
  }
  const difference = a.rate - b.rate;
  return {
    difference,
    low: difference - Math.hypot(a.rate - a.low, b.high - b.rate),
    high: difference + Math.hypot(a.high - a.rate, b.rate - b.low),
  };
}
