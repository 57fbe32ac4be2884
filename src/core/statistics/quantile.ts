/**
 * Quantiles by linear interpolation between neighbours (type 7 of Hyndman and Fan, as in R, NumPy and spreadsheets). Null
 * for each when there are no values. The values may be in any order and stay as they are.
 *
 * @param shares each from 0 to 1
 * @example
 * findQuantiles([4, 1, 3, 2], [0.5, 0.75]) // [2.5, 3.25]
 * findQuantiles([], [0.5]) // [null]
 */
export function findQuantiles(values: ArrayLike<number>, shares: readonly number[]): (number | null)[] {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) return shares.map(() => null);
  return shares.map((share) => {
    const place = (sorted.length - 1) * Math.min(1, Math.max(0, share));
    const below = sorted[Math.floor(place)] ?? 0;
    const above = sorted[Math.ceil(place)] ?? below;
    // Equal neighbours may be infinite, where a difference would be nothing that counts.
    return below === above ? below : below + (above - below) * (place - Math.floor(place));
  });
}

/**
 * One quantile, as `findQuantiles`; null without values.
 *
 * @example
 * findQuantile([10, 20, 40], 0.75) // 30
 */
export function findQuantile(values: ArrayLike<number>, share: number): number | null {
  return findQuantiles(values, [share])[0] ?? null;
}

/**
 * The middle value, or the mean of the two in the middle; null without values.
 *
 * @example
 * findMedian([5, 10, 11, 20, 30, 40]) // 15.5
 */
export function findMedian(values: ArrayLike<number>): number | null {
  return findQuantile(values, 0.5);
}

/**
 * The mean; null without values.
 *
 * @example
 * findMean([1, 2, 6]) // 3
 */
export function findMean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * One number by another; null, never infinite or not a number, where there is nothing to divide by.
 *
 * @example
 * divide(3, 4) // 0.75
 * divide(3, 0) // null
 */
export function divide(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
