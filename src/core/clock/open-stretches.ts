import { firstWeekAfter, weekAt } from '../calendar/compile.ts';
import { listRunningStretches } from './business-time.ts';
import type { Calendars } from './part.ts';
import type { Pause } from './pause.ts';

/** A stretch of time that is open and not paused; epoch milliseconds, `to` excluded. */
export type OpenStretch = { readonly from: number; readonly to: number };

/**
 * The stretches between two instants in which business time passes, earliest first, so that whoever has them can count it
 * without a calendar.
 *
 * @param most how many at most
 * @example
 * listOpenStretches(newYork, Date.UTC(2026, 2, 6, 21), Date.UTC(2026, 2, 9, 15, 30), [], 60)
 * // [{ from: Date.UTC(2026, 2, 6, 21), to: Date.UTC(2026, 2, 6, 22) }, { from: Date.UTC(2026, 2, 9, 13), to: Date.UTC(2026, 2, 9, 15, 30) }]
 */
export function listOpenStretches(
  calendars: Calendars,
  from: number,
  to: number,
  pauses: readonly Pause[],
  most: number,
): OpenStretch[] {
  const open: OpenStretch[] = [];
  for (const stretch of listRunningStretches(calendars, from, pauses)) {
    const until = Math.min(stretch.until, to);
    if (until <= stretch.from) continue;
    for (let index = firstWeekAfter(stretch.from); index <= weekAt(until) + 1; index += 1) {
      const { starts, ends } = stretch.calendar.openWeek(index);
      for (const [n, start] of starts.entries()) {
        const [begin, end] = [Math.max(start, stretch.from), Math.min(ends[n] ?? start, until)];
        if (end <= begin) continue;
        if (open.length >= most) return open;
        open.push({ from: begin, to: end });
      }
    }
  }
  return open;
}

/**
 * Whether a calendar is open at an instant.
 *
 * @example
 * isOpenAt(newYork, Date.UTC(2026, 2, 6, 21)) // true
 */
export function isOpenAt(calendars: Calendars, at: number): boolean {
  return listOpenStretches(calendars, at, at + 1, [], 1).length > 0;
}
