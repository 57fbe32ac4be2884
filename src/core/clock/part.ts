import type { CompiledCalendar } from '../calendar/compile.ts';

/** From `from` (epoch milliseconds) until the next part, time runs on this calendar: that of whoever has the work. */
export type CalendarPart = { readonly from: number; readonly calendar: CompiledCalendar };

/**
 * The calendar of a clock, or its parts, earliest first, when the work changed hands between calendars. The first part also
 * counts for what is before it.
 */
export type Calendars = CompiledCalendar | readonly CalendarPart[];

/**
 * The parts of a clock's calendars with their ends: Infinity for the last.
 *
 * @throws RangeError when there is no part, or parts are not in order
 * @example
 * listParts(berlin) // [{ calendar: berlin, from: -Infinity, until: Infinity }]
 */
export function listParts(
  calendars: Calendars,
): { readonly calendar: CompiledCalendar; readonly from: number; readonly until: number }[] {
  const given = 'zone' in calendars ? [{ from: 0, calendar: calendars }] : calendars;
  if (given.length === 0) throw new RangeError('A clock needs a calendar.');
  return given.map(({ calendar, from }, at) => {
    const until = given[at + 1]?.from ?? Number.POSITIVE_INFINITY;
    if (!(until >= from)) throw new RangeError('The parts of a clock must be in the order of their instants.');
    return { calendar, from: at === 0 ? Number.NEGATIVE_INFINITY : from, until };
  });
}
