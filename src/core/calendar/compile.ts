import { minutesPerWeek, parseSpan, type Span, spansOn } from './hours.ts';
import type { WorkingHours } from './schema.ts';
import { findOffsetPeriod, instantOfWall, type OffsetPeriod } from './zone.ts';

const minute = 60_000;
const day = 86_400_000;
/** How far a wall clock can be from UTC: the largest offset ever kept is under 16 hours. */
const farthestOffset = 16 * 3_600_000;
/** Spans end at 30:00 of their day at the latest (`SpanText`); two days are ample. */
const longestSpan = 2 * day;

/** What is open in the days from one Monday to the next, in epoch milliseconds. */
export type OpenWeek = {
  /** Open stretches, earliest first, without overlap: the nth is open from `starts[n]`, included, to `ends[n]`, excluded. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** The sum of the stretches. */
  readonly open: number;
  /** The days that open at all, and when each closes for the last time. */
  readonly days: readonly { readonly day: string; readonly close: number }[];
};

/**
 * Working hours and holidays, ready for calculation. It remembers each week that was asked for, so keep it as long as its
 * hours stand.
 */
export type CompiledCalendar = {
  readonly zone: string;
  /** The last week in which anything opens; null when the hours of the week recur for ever. */
  readonly lastWeek: number | null;
  /** Weeks are counted from the one that begins on Monday, 29 December 1969. */
  openWeek(index: number): OpenWeek;
};

/**
 * Makes a calendar out of working hours and the dates of its holidays. Days with hours of their own win over holidays,
 * holidays over the weekday. A shift past midnight belongs to the day on which it begins. Spans that overlap count once.
 *
 * @param holidays days `YYYY-MM-DD` of the region that the hours name
 * @example
 * compileCalendar({ zone: 'Europe/Berlin', hours: { mon: ['09:00-17:00'] }, holidays: null, closed: [], days: {} }, []).openWeek(2930).starts // [Date.UTC(2026, 1, 23, 8)]
 */
export function compileCalendar(hours: WorkingHours, holidays: Iterable<string>): CompiledCalendar {
  const { zone } = hours;
  const closed = new Set(holidays);
  const weeks = new Map<number, OpenWeek>();
  let period: OffsetPeriod | undefined;

  /** Turns wall time of one week into instants: by addition, unless the clocks change around that week. */
  function wallOf(monday: number): (wall: number) => number {
    const earliest = monday - day - farthestOffset;
    const latest = monday + 7 * day + longestSpan + farthestOffset;
    if (period === undefined || earliest < period.from || latest >= period.until) {
      period = findOffsetPeriod(zone, earliest);
    }
    const { offset, until } = period;
    return latest < until ? (wall) => wall - offset : (wall) => instantOfWall(zone, wall);
  }

  function makeWeek(index: number): OpenWeek {
    const monday = (index * 7 - 3) * day;
    const toInstant = wallOf(monday);
    const stretchesOn = (midnight: number) =>
      listStretches(spansOn(hours, closed, textOf(midnight)), midnight, toInstant);
    const all: Stretch[] = [];
    const days: { day: string; close: number }[] = [];
    for (let midnight = monday; midnight < monday + 7 * day; midnight += day) {
      const stretches = stretchesOn(midnight);
      all.push(...stretches);
      if (stretches.length > 0) days.push({ day: textOf(midnight), close: Math.max(...stretches.map((s) => s.end)) });
    }
    // In order of time, not of days: where a zone skipped a whole day, its hours lie within those of the next.
    all.sort((a, b) => a.start - b.start);
    // A night shift of the Sunday before belongs to the week before, even where Monday's hours overlap with it.
    let end = Math.max(Number.NEGATIVE_INFINITY, ...stretchesOn(monday - day).map((stretch) => stretch.end));
    const starts: number[] = [];
    const ends: number[] = [];
    for (const stretch of all) {
      if (stretch.end <= end) continue;
      starts.push(Math.max(stretch.start, end));
      ends.push(stretch.end);
      end = stretch.end;
    }
    const open = ends.reduce((sum, at, n) => sum + at - (starts[n] ?? at), 0);
    return { starts, ends, open, days };
  }

  return {
    zone,
    lastWeek: minutesPerWeek(hours) > 0 ? null : findLastWeek(hours),
    openWeek(index) {
      const known = weeks.get(index);
      if (known !== undefined) return known;
      const week = makeWeek(index);
      weeks.set(index, week);
      return week;
    },
  };
}

/** The first instant that is refused: a day is written with a year of four digits. */
const endOfTime = Date.UTC(9999, 0, 1);
const startOfTime = Date.parse('0001-02-01T00:00:00Z');

/**
 * The first week that can have open time after an instant: one that begins so early that neither the zone nor a night
 * shift brings a later one into question.
 *
 * @throws RangeError for an instant before the year 1, after the year 9998, or NaN
 * @example
 * firstWeekAfter(Date.UTC(2026, 2, 7)) // 2931
 */
export function firstWeekAfter(at: number): number {
  if (!(at >= startOfTime && at < endOfTime)) throw new RangeError(`${at} is no instant of the years 1 to 9998`);
  return weekAt(at - longestSpan - farthestOffset);
}

/**
 * @example
 * weekAt(Date.UTC(2026, 2, 2)) // 2931
 */
export function weekAt(at: number): number {
  return Math.floor((Math.floor(at / day) + 3) / 7);
}

function findLastWeek(hours: WorkingHours): number {
  const ownDays = Object.entries(hours.days)
    .filter(([, spans]) => spans.some((text) => isLong(parseSpan(text))))
    .map(([own]) => weekAt(Date.parse(`${own}T00:00:00Z`)));
  return Math.max(Number.NEGATIVE_INFINITY, ...ownDays);
}

function isLong({ start, end }: Span): boolean {
  return end > start;
}

function listStretches(spans: readonly Span[], midnight: number, toInstant: (wall: number) => number): Stretch[] {
  return spans
    .map(({ start, end }) => ({ start: toInstant(midnight + start * minute), end: toInstant(midnight + end * minute) }))
    .filter(({ start, end }) => end > start);
}

type Stretch = { start: number; end: number };

function textOf(midnight: number): string {
  return new Date(midnight).toISOString().slice(0, 10);
}
