import { type CompiledCalendar, firstWeekAfter } from '../calendar/compile.ts';
import { businessTimeBetween, lastWeekToSearch } from './business-time.ts';
import { type Due, dueAt } from './due.ts';
import { type Calendars, listParts } from './part.ts';
import type { Pause } from './pause.ts';

/**
 * When a number of business days ends: at the close of the nth business day after day 0. Day 0 is the first day whose
 * close is still to come at `start`: the day of arrival while it is open, else the next day that opens; a shift past
 * midnight belongs to the day on which it begins. When the calendar changes on the way, days that have closed stay counted,
 * and no date counts twice.
 *
 * A pause moves the end by the business time it covers, so the end may then lie within a day.
 *
 * @param days 0 for the close of day 0
 * @throws RangeError for days that are negative or not whole
 * @example
 * dueAfterBusinessDays(newYork, Date.UTC(2026, 5, 13, 16), 1) // { due: Date.UTC(2026, 5, 16, 21), reason: null, remaining: 0 }
 */
export function dueAfterBusinessDays(
  calendars: Calendars,
  start: number,
  days: number,
  pauses: readonly Pause[] = [],
): Due {
  if (!(Number.isInteger(days) && days >= 0)) throw new RangeError(`${days} is no number of business days`);
  const close = findClose(calendars, start, days);
  if (close === null) return { due: null, reason: 'unreachable', remaining: null };
  if (pauses.length === 0) return { due: close, reason: null, remaining: 0 };
  return dueAt(calendars, start, businessTimeBetween(calendars, start, close), pauses);
}

/** The close of the nth business day after day 0; null when the calendars do not hold as many. */
function findClose(calendars: Calendars, start: number, days: number): number | null {
  let closed = 0;
  let lastDay = '';
  for (const { calendar, from, until } of listParts(calendars)) {
    const begin = Math.max(from, start);
    for (const { day, close } of closesAfter(calendar, begin)) {
      if (close > until) break;
      if (day <= lastDay) continue;
      if (closed === days) return close;
      closed += 1;
      lastDay = day;
    }
  }
  return null;
}

function* closesAfter(calendar: CompiledCalendar, at: number): Generator<{ day: string; close: number }> {
  const last = lastWeekToSearch(calendar, at);
  for (let index = firstWeekAfter(at); index <= last; index += 1) {
    for (const each of calendar.openWeek(index).days) if (each.close > at) yield each;
  }
}
