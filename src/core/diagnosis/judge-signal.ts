import { measureDifference, type Share } from '../statistics/difference.ts';
import { divide } from '../statistics/quantile.ts';
import { wilson } from '../statistics/wilson.ts';
import type { Signal, SignalInputs, SignalKind } from './signal.ts';

/** A figure with what it may be, and what it rests on. A bound that nothing holds is null. */
type Measured = { value: number | null; low: number | null; high: number | null; n: number };

/**
 * Quiet is said only of enough data. `not-enough-data` is fewer than the minimum, or a figure past the threshold whose bound
 * is not. `not-measured` is a signal whose collector has given nothing, or nothing that makes sense.
 */
export type SignalState = 'firing' | 'quiet' | 'not-enough-data' | 'not-measured';

export type Limits = { readonly threshold: number; readonly minimum: number };

export type JudgedSignal = Limits & {
  readonly state: SignalState;
  readonly value: number | null;
  /** The 95 % interval of the value. */
  readonly low: number | null;
  readonly high: number | null;
  readonly n: number;
  /** 0 to 1 while it fires, by how far the value is past the threshold, in parts of it. */
  readonly severity: number | null;
  /** Where its records are listed, when the collector said so. */
  readonly list: string | null;
};

/**
 * What one signal says: it fires only if the confidence bound on the near side has passed the threshold too.
 *
 * @param input what the collector gave for a signal of this kind
 * @param limits the workspace's threshold and minimum; the signal's own unless given
 * @example
 * const { signal } = listSignals('everything-is-a-lead').find(({ key }) => key === 'acceptance');
 * judgeSignal(signal, { count: 4, of: 7 }).state // 'not-enough-data': 7 of 30
 * judgeSignal(signal, { count: 20, of: 60 }).state // 'firing': at most 46 % where 60 % is asked
 * judgeSignal(signal, { count: 48, of: 60 }).state // 'quiet'
 * judgeSignal(signal, null).state // 'not-measured'
 */
export function judgeSignal(
  signal: Signal,
  input: SignalInputs[SignalKind] | null | undefined,
  limits: Limits = signal,
): JudgedSignal {
  const { threshold, minimum } = limits;
  const measured = input ? readers[signal.kind](input as never) : null;
  if (!input || measured === null) {
    const nothing = { value: null, low: null, high: null, n: 0, severity: null, list: null };
    return { state: 'not-measured', threshold, minimum, ...nothing };
  }
  const state = findState(measured, signal.fires, limits);
  const { value } = measured;
  const severity = state === 'firing' && value !== null ? severityOf(value, threshold) : null;
  return { state, threshold, minimum, ...measured, severity, list: input.list ?? null };
}

/**
 * How grave it is that a value is past its threshold: by how many parts of the threshold, 0 to 1. Any distance from a
 * threshold of nothing is as grave as can be.
 *
 * @example
 * severityOf(0.15, 0.1).toFixed(3) // '0.500'
 * severityOf(0.3, 0.6) // 0.5
 * severityOf(2, 0) // 1
 */
export function severityOf(value: number, threshold: number): number {
  const distance = Math.abs(value - threshold);
  if (threshold === 0) return distance === 0 ? 0 : 1;
  return Math.min(1, distance / Math.abs(threshold));
}

function findState({ value, low, high, n }: Measured, fires: Signal['fires'], limits: Limits): SignalState {
  if (value === null || n < limits.minimum) return 'not-enough-data';
  if (isPast(fires === 'below' ? high : low, fires, limits.threshold)) return 'firing';
  return isPast(value, fires, limits.threshold) ? 'not-enough-data' : 'quiet';
}

function isPast(value: number | null, fires: Signal['fires'], threshold: number): boolean {
  if (value === null) return false;
  if (fires === 'below') return value < threshold;
  return fires === 'above' ? value > threshold : value >= threshold;
}

/** One reader for each kind; null for what cannot be a measurement of that kind. */
const readers: { readonly [Kind in SignalKind]: (input: SignalInputs[Kind]) => Measured | null } = {
  share: (input) => {
    if (!isShare(input)) return null;
    const { rate, low, high } = wilson(input.count, input.of);
    return { value: rate, low, high, n: input.of };
  },
  difference: ({ first, second }) => {
    if (!(isShare(first) && isShare(second))) return null;
    const { difference, low, high } = measureDifference(first, second);
    return { value: difference, low, high, n: Math.min(first.of, second.of) };
  },
  ratio: ({ part, base }) => {
    if (!(isShare(part) && isShare(base))) return null;
    const above = wilson(part.count, part.of);
    const below = wilson(base.count, base.of);
    const by = (a: number | null, b: number | null) => (a === null || b === null ? null : divide(a, b));
    return {
      value: by(above.rate, below.rate),
      low: by(above.low, below.high),
      high: by(above.high, below.low),
      n: Math.min(part.of, base.of),
    };
  },
  mean: ({ mean, standardError, n }) => {
    if (!areFinite(mean, standardError, n) || standardError < 0) return null;
    const reach = 1.959963984540054 * standardError;
    return { value: mean, low: mean - reach, high: mean + reach, n };
  },
  estimate: ({ value, low, high, n }) =>
    areFinite(value, low, high, n) && low <= value && value <= high ? { value, low, high, n } : null,
  count: ({ value, n }) => (areFinite(value, n) ? { value, low: value, high: value, n } : null),
  streak: ({ held }) => {
    const run = held.length - 1 - held.lastIndexOf(false);
    return { value: run, low: run, high: run, n: held.length };
  },
};

function isShare({ count, of }: Share): boolean {
  return areFinite(count, of) && count >= 0 && count <= of;
}

function areFinite(...values: readonly number[]): boolean {
  return values.every((value) => Number.isFinite(value));
}
