import type { Share } from './difference.ts';
import { findTwoSidedP } from './normal.ts';

export type ShareComparison = {
  /** Fisher's exact test, two-sided. */
  readonly fisherP: number | null;
  /** The test of two shares by z with the pooled share; null where all did or none. */
  readonly zP: number | null;
  /** The least count that would be expected in a cell if both shares were equal; null where one is of nothing. */
  readonly minExpected: number | null;
  /** z where at least 5 are expected in each cell, else Fisher's test. */
  readonly used: 'z' | 'fisher';
  /** The p of the test that was used; null where one share is of nothing. */
  readonly p: number | null;
};

/**
 * How likely two shares are to differ at least so much by chance, if they were the same.
 *
 * @example
 * compareShares({ count: 3, of: 10 }, { count: 3, of: 10 }) // { fisherP: 1, zP: 1, minExpected: 3, used: 'fisher', p: 1 }
 * compareShares({ count: 8, of: 30 }, { count: 60, of: 90 }).p?.toFixed(6) // '0.000129'
 */
export function compareShares(first: Share, second: Share): ShareComparison {
  if (first.of === 0 || second.of === 0) {
    return { fisherP: null, zP: null, minExpected: null, used: 'fisher', p: null };
  }
  const of = first.of + second.of;
  const count = first.count + second.count;
  const minExpected = (Math.min(first.of, second.of) * Math.min(count, of - count)) / of;
  const fisherP = findFisherP(first, second);
  const zP = findPooledP(first, second);
  const used = minExpected >= 5 ? 'z' : 'fisher';
  return { fisherP, zP, minExpected, used, p: used === 'z' ? zP : fisherP };
}

function findPooledP(first: Share, second: Share): number | null {
  const pooled = (first.count + second.count) / (first.of + second.of);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / first.of + 1 / second.of));
  return error === 0 ? null : findTwoSidedP((first.count / first.of - second.count / second.of) / error);
}

/** The sum of the chances of all tables with the same margins that are no likelier than the one seen. */
function findFisherP(first: Share, second: Share): number {
  const count = first.count + second.count;
  const low = Math.max(0, count - second.of);
  const high = Math.min(count, first.of);
  const mode = Math.min(high, Math.max(low, Math.floor(((count + 1) * (first.of + 1)) / (first.of + second.of + 2))));
  // How much likelier a table is than the one with one less in its first cell.
  const rise = (n: number) => ((count - n + 1) * (first.of - n + 1)) / (n * (second.of - count + n));
  // Relative to the likeliest, so that nothing overflows, however many there are.
  const weights = new Float64Array(high - low + 1);
  weights[mode - low] = 1;
  for (let n = mode + 1; n <= high; n += 1) weights[n - low] = (weights[n - 1 - low] ?? 0) * rise(n);
  for (let n = mode - 1; n >= low; n -= 1) weights[n - low] = (weights[n + 1 - low] ?? 0) / rise(n + 1);
  // Tables that are equally likely differ by roundings only.
  const limit = (weights[first.count - low] ?? 0) * (1 + 1e-7);
  let sum = 0;
  let unlikely = 0;
  for (const weight of weights) {
    sum += weight;
    if (weight <= limit) unlikely += weight;
  }
  return Math.min(1, unlikely / sum);
}
