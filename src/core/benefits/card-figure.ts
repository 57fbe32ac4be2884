import type { Share } from '../statistics/difference.ts';
import { wilson } from '../statistics/wilson.ts';

/**
 * One figure on somebody's card. An estimate says so and has its range where it is known; a figure that cannot be made says
 * what is missing. What is negative is shown as it is.
 */
export type CardFigure = {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** How many it was counted of, where it is a share. */
  readonly n: number | null;
  readonly estimate: boolean;
  /** In words that complete "we would need ...". Empty where there is a figure. */
  readonly missing: readonly string[];
};

/** A figure that was estimated, with its range: where one bound is not known, both are null. */
export type Range = { readonly value: number; readonly low: number | null; readonly high: number | null };

/**
 * A figure made of records.
 *
 * @param otherwise what is missing, when it turns out that nothing can be divided
 * @example
 * toFigure(3, 'won deals') // { value: 3, low: null, high: null, n: null, estimate: false, missing: [] }
 * toFigure(null, 'won deals').missing // ['won deals']
 */
export function toFigure(value: number | null, otherwise: string): CardFigure {
  if (value === null || !Number.isFinite(value)) return lackFigure(otherwise);
  return { value, low: null, high: null, n: null, estimate: false, missing: [] };
}

/**
 * A share with its interval and what it was counted of.
 *
 * @example
 * toShare({ count: 3, of: 10 }, 'closed deals').n // 10
 * toShare({ count: 0, of: 0 }, 'closed deals').missing // ['closed deals']
 */
export function toShare(share: Share | null | undefined, otherwise: string): CardFigure {
  if (!share) return lackFigure(otherwise);
  const { rate, low, high } = wilson(share.count, share.of);
  return rate === null ? lackFigure(otherwise) : { ...toFigure(rate, otherwise), low, high, n: share.of };
}

/**
 * A figure that was estimated.
 *
 * @example
 * toEstimate({ value: 3, low: 2, high: 5 }, 'a plan').estimate // true
 * toEstimate(null, 'a plan').missing // ['a plan']
 */
export function toEstimate(range: Range | null, otherwise: string): CardFigure {
  if (range === null) return lackFigure(otherwise);
  return { ...toFigure(range.value, otherwise), low: range.low, high: range.high, estimate: true };
}

/**
 * A figure that cannot be made.
 *
 * @example
 * lackFigure('your minutes').value // null
 */
export function lackFigure(...missing: readonly string[]): CardFigure {
  return { value: null, low: null, high: null, n: null, estimate: false, missing };
}
