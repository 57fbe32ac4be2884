import { Temporal } from 'temporal-polyfill';

/** A day of a zone: `2026-03-02`, with its first instant and the first one after it, epoch milliseconds. */
export type ZoneDay = { readonly day: string; readonly from: number; readonly until: number };

/** Enough for the history of a workspace; more is asked for anew. */
const mostRemembered = 2_000;

/**
 * A function that gives the day on which an instant falls in a zone. It remembers the days it has met, so that reading
 * thousands of instants of a few days costs little.
 *
 * @returns a function from epoch milliseconds to the day, `2026-03-02`
 * @example
 * createDayReader('Europe/Berlin')(Date.UTC(2026, 2, 1, 23, 30)) // '2026-03-02'
 */
export function createDayReader(zone: string): (at: number) => string {
  const known: ZoneDay[] = [];
  return (at) => {
    const found = known.find(({ from, until }) => from <= at && at < until);
    if (found) return found.day;
    const made = toZoneDay(zone, Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate());
    if (known.length >= mostRemembered) known.length = 0;
    known.unshift(made);
    return made.day;
  };
}

/**
 * So many days of a zone, beginning with one.
 *
 * @param first `2026-03-02`
 * @example
 * listZoneDays('Europe/Berlin', '2026-03-29', 1) // [{ day: '2026-03-29', from: Date.UTC(2026, 2, 28, 23), until: Date.UTC(2026, 2, 29, 22) }]
 */
export function listZoneDays(zone: string, first: string, count: number): ZoneDay[] {
  const start = Temporal.PlainDate.from(first);
  return Array.from({ length: count }, (_, n) => toZoneDay(zone, start.add({ days: n })));
}

/**
 * The day so many days after another, or before it.
 *
 * @example
 * shiftDay('2026-03-02', -29) // '2026-02-01'
 */
export function shiftDay(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/**
 * The Monday of the week of a day.
 *
 * @example
 * mondayOf('2026-03-04') // '2026-03-02'
 */
export function mondayOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

function toZoneDay(zone: string, date: Temporal.PlainDate): ZoneDay {
  const startOf = (one: Temporal.PlainDate) => one.toZonedDateTime(zone).epochMilliseconds;
  return { day: date.toString(), from: startOf(date), until: startOf(date.add({ days: 1 })) };
}
