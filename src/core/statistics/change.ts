import { findMean } from './quantile.ts';

export type Change = {
  /** The mean after less the mean before; null where one of them has no values. */
  readonly difference: number | null;
  /** Null where there are too few values to know how much they scatter. */
  readonly standardError: number | null;
  /** Whether the difference is more than twice its standard error; null where that cannot be said. */
  readonly isReal: boolean | null;
};

/**
 * Whether a mean has changed by more than its values scatter, of different people before and after.
 *
 * @example
 * judgeChange([2, 2, 3, 3], [4, 4, 5, 5]).isReal // true
 * judgeChange([2], [4]) // { difference: 2, standardError: null, isReal: null }
 */
export function judgeChange(before: readonly number[], after: readonly number[]): Change {
  const [first, second] = [findMean(before), findMean(after)];
  if (first === null || second === null) return { difference: null, standardError: null, isReal: null };
  const [a, b] = [findVariance(before), findVariance(after)];
  return conclude(second - first, a === null || b === null ? null : Math.sqrt(a / before.length + b / after.length));
}

/**
 * The same where the same people answered twice: each is compared with themselves.
 *
 * @param pairs of each what was before and what is after
 * @example
 * judgePairedChange([[1, 2], [3, 5], [5, 6], [2, 3]]) // { difference: 1.25, standardError: 0.25, isReal: true }
 */
export function judgePairedChange(pairs: readonly (readonly [before: number, after: number])[]): Change {
  const changes = pairs.map(([before, after]) => after - before);
  const difference = findMean(changes);
  if (difference === null) return { difference: null, standardError: null, isReal: null };
  const variance = findVariance(changes);
  return conclude(difference, variance === null ? null : Math.sqrt(variance / changes.length));
}

function conclude(difference: number, standardError: number | null): Change {
  return {
    difference,
    standardError,
    isReal: standardError === null ? null : Math.abs(difference) > 2 * standardError,
  };
}

/** The variance of a sample; null for fewer than two values. */
function findVariance(values: readonly number[]): number | null {
  const mean = findMean(values);
  if (mean === null || values.length < 2) return null;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
