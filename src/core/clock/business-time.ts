import { type CompiledCalendar, firstWeekAfter, type OpenWeek, weekAt } from '../calendar/compile.ts';
import { type Calendars, listParts } from './part.ts';
import { type Pause, unitePauses } from './pause.ts';

/**
 * A target that a hundred years of a calendar cannot hold is never reached. It bounds every search, so that hours nobody
 * foresaw cannot keep a process busy.
 */
const farthestWeeks = 5_218;

/** A stretch in which a clock runs, on one calendar; epoch milliseconds, `until` may be Infinity. */
export type RunningStretch = { readonly calendar: CompiledCalendar; readonly from: number; readonly until: number };

/**
 * The stretches from `start` on in which a clock runs, whether open or not: what the pauses leave, cut where the calendar
 * changes.
 *
 * @example
 * listRunningStretches(berlin, 10, [{ from: 20, to: 30 }]) // [{ calendar: berlin, from: 10, until: 20 }, { calendar: berlin, from: 30, until: Infinity }]
 */
export function listRunningStretches(calendars: Calendars, start: number, pauses: readonly Pause[]): RunningStretch[] {
  const stretches: RunningStretch[] = [];
  const united = unitePauses(pauses);
  for (const { calendar, from, until } of listParts(calendars)) {
    let at = Math.max(from, start);
    for (const pause of united) {
      const stop = Math.min(pause.from, until);
      if (stop > at) stretches.push({ calendar, from: at, until: stop });
      at = Math.max(at, pause.to ?? Number.POSITIVE_INFINITY);
    }
    if (until > at) stretches.push({ calendar, from: at, until });
  }
  return stretches;
}

/**
 * Business time from one instant to another: open and not paused, in milliseconds. 0 when `to` is not after `from`.
 *
 * @example
 * businessTimeBetween(newYork, Date.UTC(2026, 2, 6, 21), Date.UTC(2026, 2, 9, 15, 30)) // 12_600_000: 60 min on Friday, 150 on Monday
 */
export function businessTimeBetween(
  calendars: Calendars,
  from: number,
  to: number,
  pauses: readonly Pause[] = [],
): number {
  let sum = 0;
  for (const stretch of listRunningStretches(calendars, from, pauses)) {
    const until = Math.min(stretch.until, to);
    if (until <= stretch.from) continue;
    // Refuses an end that no calendar can write, such as Infinity: the weeks up to it would never end.
    firstWeekAfter(until);
    for (let index = firstWeekAfter(stretch.from); index <= weekAt(until) + 1; index += 1) {
      sum += openWithin(stretch.calendar.openWeek(index), stretch.from, until);
    }
  }
  return sum;
}

/**
 * Spends business time from `from` on: the first instant by which `target` milliseconds were open, at the closing when they
 * end there; else what is left at `until`, or after all that will ever open.
 *
 * @example
 * spendBusinessTime(newYork, Date.UTC(2026, 5, 12, 20), 3_600_000, Infinity) // { at: Date.UTC(2026, 5, 12, 21), left: 0 }
 */
export function spendBusinessTime(
  calendar: CompiledCalendar,
  from: number,
  target: number,
  until: number,
): { at: number; left: 0 } | { at: null; left: number } {
  let left = target;
  const last = lastWeekToSearch(calendar, from);
  for (let index = firstWeekAfter(from); index <= last; index += 1) {
    const week = calendar.openWeek(index);
    const opens = week.starts[0];
    if (opens === undefined) continue;
    if (opens >= until) break;
    const open = openWithin(week, from, until);
    if (open < left) left -= open;
    else return { at: instantWithin(week, from, left), left: 0 };
  }
  return { at: null, left };
}

/**
 * The week at which a search for open time after an instant ends at the latest: the last in which anything opens, a hundred
 * years on, or the end of the year 9999.
 *
 * @example
 * lastWeekToSearch(newYork, Date.UTC(2026, 2, 7)) // 8149
 */
export function lastWeekToSearch(calendar: CompiledCalendar, from: number): number {
  return Math.min(calendar.lastWeek ?? Number.POSITIVE_INFINITY, firstWeekAfter(from) + farthestWeeks, lastWritable);
}

/** Weeks beyond have days with a year of five digits. */
const lastWritable = weekAt(Date.UTC(9999, 11, 1));

/** How much of a week is open from one instant to another. */
function openWithin({ starts, ends, open }: OpenWeek, from: number, until: number): number {
  const opens = starts[0];
  const closes = ends.at(-1);
  if (opens === undefined || closes === undefined || closes <= from || opens >= until) return 0;
  if (opens >= from && closes <= until) return open;
  let sum = 0;
  for (const [n, start] of starts.entries()) {
    sum += Math.max(0, Math.min(ends[n] ?? start, until) - Math.max(start, from));
  }
  return sum;
}

/** The instant of a week by which `target` milliseconds after `from` were open; the week holds as many. */
function instantWithin({ starts, ends }: OpenWeek, from: number, target: number): number {
  let left = target;
  let at = from;
  for (const [n, start] of starts.entries()) {
    const begin = Math.max(start, from);
    const open = Math.max(0, (ends[n] ?? start) - begin);
    at = begin + left;
    if (open >= left) break;
    left -= open;
  }
  return at;
}
