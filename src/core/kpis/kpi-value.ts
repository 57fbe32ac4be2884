import { divide } from '../statistics/quantile.ts';
import { wilson } from '../statistics/wilson.ts';

/** Why there is no figure, where there is none. */
export type KpiState = 'measured' | 'no-data' | 'immature' | 'suppressed' | 'never' | 'reached';

/**
 * A figure with what it rests on: `n` is what stands below the line, or how many were counted. `low` and `high` are its
 * 95 % interval where it has one. Without a figure `value` is null, never 0, and `state` says why.
 */
export type KpiValue = {
  readonly value: number | null;
  readonly n: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly state: KpiState;
};

/**
 * A share as a KPI: with its Wilson interval. Counts that are no share (more did than could have) have no interval.
 *
 * @example
 * shareOf(0, 0) // { value: null, n: 0, low: null, high: null, state: 'no-data' }
 * shareOf(3, 2).high // null
 */
export function shareOf(count: number, of: number): KpiValue {
  const value = divide(count, of);
  if (value === null || count < 0 || count > of) return { ...figureOf(value, of), low: null, high: null };
  const { low, high } = wilson(count, of);
  return { value, n: of, low, high, state: 'measured' };
}

/**
 * A figure without an interval.
 *
 * @param n what it rests on
 * @param otherwise why there is none where `value` is null
 * @example
 * figureOf(null, 0, 'never') // { value: null, n: 0, low: null, high: null, state: 'never' }
 */
export function figureOf(value: number | null, n: number, otherwise: KpiState = 'no-data'): KpiValue {
  const isFigure = value !== null && Number.isFinite(value);
  return { value: isFigure ? value : null, n, low: null, high: null, state: isFigure ? 'measured' : otherwise };
}
