import type { CompiledCalendar } from '../calendar/compile.ts';
import { listRunningStretches, spendBusinessTime } from './business-time.ts';
import { type Calendars, listParts } from './part.ts';
import { type Pause, unitePauses } from './pause.ts';

/**
 * When something is due, in epoch milliseconds. Without an instant, why not and how much business time (milliseconds)
 * remains: `paused` until somebody says when the pause ends, `unreachable` when the calendar never opens for so long; what
 * remains of business days that never come is not known (null).
 */
export type Due =
  | { readonly due: number; readonly reason: null; readonly remaining: 0 }
  | { readonly due: null; readonly reason: 'paused'; readonly remaining: number }
  | { readonly due: null; readonly reason: 'unreachable'; readonly remaining: number | null };

/**
 * When a target of business time ends: the first instant from `start` on by which so much time was open and not paused.
 * A target that ends at closing time is due at that closing, not at the next opening; one of 0 is due at once, at any hour.
 *
 * @param target milliseconds of business time
 * @throws RangeError for a target that is negative or not a number
 * @example
 * dueAt(newYork, Date.UTC(2026, 5, 12, 20, 30), 120 * 60_000) // { due: Date.UTC(2026, 5, 15, 14, 30), reason: null, remaining: 0 }
 */
export function dueAt(calendars: Calendars, start: number, target: number, pauses: readonly Pause[] = []): Due {
  if (!(target >= 0)) throw new RangeError(`${target} is no amount of business time`);
  if (target === 0) return { due: start, reason: null, remaining: 0 };
  let left = target;
  for (const { calendar, from, until } of listRunningStretches(calendars, start, pauses)) {
    const spent = spendBusinessTime(calendar, from, left, until);
    if (spent.at !== null) return { due: spent.at, reason: null, remaining: 0 };
    left = spent.left;
  }
  const last = unitePauses(pauses).at(-1);
  const isStanding = last !== undefined && last.to === null;
  const calendar = listParts(calendars).at(-1)?.calendar;
  const isReachable = isStanding && calendar !== undefined && opensAfter(calendar, Math.max(start, last.from));
  if (isReachable) return { due: null, reason: 'paused', remaining: left };
  return { due: null, reason: 'unreachable', remaining: left };
}

/**
 * Whether anything opens after an instant.
 *
 * @example
 * opensAfter(newYork, Date.UTC(2026, 5, 12, 21)) // true
 */
export function opensAfter(calendar: CompiledCalendar, at: number): boolean {
  return spendBusinessTime(calendar, at, 1, Number.POSITIVE_INFINITY).at !== null;
}
