import { dueAfterBusinessDays } from './business-days.ts';
import { businessTimeBetween } from './business-time.ts';
import { type Due, dueAt } from './due.ts';
import type { Calendars } from './part.ts';
import type { Pause } from './pause.ts';

/** How long a promise allows: milliseconds of business time, or the close of the nth business day after day 0. */
export type Target = { readonly business: number } | { readonly businessDays: number };

/**
 * When a promise is due.
 *
 * @example
 * dueForTarget(newYork, Date.UTC(2026, 5, 13, 16), { businessDays: 1 }) // { due: Date.UTC(2026, 5, 16, 21), reason: null, remaining: 0 }
 */
export function dueForTarget(calendars: Calendars, start: number, target: Target, pauses: readonly Pause[] = []): Due {
  return 'business' in target
    ? dueAt(calendars, start, target.business, pauses)
    : dueAfterBusinessDays(calendars, start, target.businessDays, pauses);
}

/**
 * A target in milliseconds of business time: that of business days is the business time from start to due without pauses.
 * Null when those days never come.
 *
 * @example
 * measureTarget(newYork, Date.UTC(2026, 5, 12, 20), { businessDays: 1 }) // 32_400_000: an hour on Friday, Monday
 */
export function measureTarget(calendars: Calendars, start: number, target: Target): number | null {
  if ('business' in target) return target.business;
  const { due } = dueAfterBusinessDays(calendars, start, target.businessDays);
  return due === null ? null : businessTimeBetween(calendars, start, due);
}
