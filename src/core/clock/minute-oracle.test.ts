import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompiledCalendar, compileCalendar } from '../calendar/compile.ts';
import { addDays, weekdayOf } from '../calendar/hours.ts';
import { type WorkingHours, weekdays } from '../calendar/schema.ts';
import { businessTimeBetween } from './business-time.ts';
import { dueAt } from './due.ts';
import type { Pause } from './pause.ts';

const minute = 60_000;
const day = 1_440;
/** The trial by hand runs 10,000: `CLOCK_CASES=10000`. */
const numRuns = Number(process.env.CLOCK_CASES ?? 1_000);
const timeout = 600_000;

/** Zones with odd offsets and changes of the clocks, and days around which they change (or a day like others). */
const zones: [string, string[]][] = [
  ['America/New_York', ['2026-03-08', '2026-11-01']],
  ['Europe/Berlin', ['2026-03-29', '2026-10-25']],
  ['Australia/Lord_Howe', ['2026-04-05', '2026-10-04']], // by half an hour
  ['America/St_Johns', ['2026-03-08', '2026-11-01']], // -03:30
  ['Pacific/Chatham', ['2026-04-05', '2026-09-27']], // +12:45
  ['Asia/Kathmandu', ['2026-01-14']], // +05:45
  ['Africa/Casablanca', ['2026-02-15', '2026-03-22']], // back for Ramadan
  ['Africa/Cairo', ['2026-04-24', '2026-10-30']], // at midnight
  ['America/Sao_Paulo', ['2018-02-18', '2018-11-04']], // at midnight, until 2019
  ['Pacific/Apia', ['2011-09-24', '2011-12-30']], // the second day was skipped whole, at the date line
];

/** Twenty days before the middle to thirty after it: what the oracle looks at. */
const before = 20;
const length = 50;

const twoDigits = (n: number) => String(n).padStart(2, '0');
const clockText = (minutes: number) => `${twoDigits(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)}`;
const spans = fc
  .array(fc.integer({ min: 0, max: 119 }), { maxLength: 4 })
  .map((quarters) => [...new Set(quarters)].toSorted((a, b) => a - b).map((quarter) => quarter * 15))
  .map((edges) => edges.slice(0, edges.length - (edges.length % 2)))
  .map((edges) => edges.flatMap((edge, n) => (n % 2 === 0 && edge < day ? [[edge, edges[n + 1] ?? edge]] : [])))
  .map((pairs) => pairs.map(([start = 0, end = 0]) => `${clockText(start)}-${clockText(end)}`));
const week = fc.record(
  Object.fromEntries(weekdays.map((name) => [name, spans])) as Record<(typeof weekdays)[number], typeof spans>,
  { requiredKeys: [] },
);

type Case = {
  zone: string;
  middle: string;
  hours: WorkingHours;
  holidays: string[];
  /** Minutes from the first minute that the oracle knows. */
  start: number;
  target: number;
  pauses: [number, number][];
};

const within = (from: number, to: number) => fc.integer({ min: from * day, max: to * day });
const cases: fc.Arbitrary<Case> = fc
  .constantFrom(...zones)
  .chain(([zone, days]) => fc.tuple(fc.constant(zone), fc.constantFrom(...days)))
  .chain(([zone, middle]) => {
    const near = fc.integer({ min: -12, max: 12 }).map((n) => addDays(middle, n));
    return fc.record({
      zone: fc.constant(zone),
      middle: fc.constant(middle),
      hours: fc.record({
        zone: fc.constant(zone),
        hours: week,
        holidays: fc.constant(null),
        closed: fc.array(near, { maxLength: 3 }),
        days: fc.dictionary(near, spans, { maxKeys: 3 }),
      }),
      holidays: fc.array(near, { maxLength: 3 }),
      start: within(before - 12, before + 3),
      target: fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 6_000 })),
      pauses: fc.array(
        fc
          .tuple(within(before - 14, before + 8), fc.integer({ min: 0, max: 2_000 }))
          .map(([from, n]): [number, number] => [from, from + n]),
        { maxLength: 3 },
      ),
    });
  });

describe('the clock, against a walk from minute to minute', () => {
  it(`agrees in ${numRuns} cases`, { timeout }, () => {
    let known = 0;
    fc.assert(
      fc.property(cases, (given) => {
        const calendar = compileCalendar(given.hours, given.holidays);
        const origin = originOf(given);
        const open = walkMinutes(given);
        const isRunning = (at: number) => given.pauses.every(([from, to]) => at < from || at >= to);
        let left = given.target;
        let due = given.start;
        while (left > 0 && due < length * day) {
          if (open[due] === 1 && isRunning(due)) left -= 1;
          due += 1;
        }
        const pauses = pausesOf(given);
        const found = dueAt(calendar, origin + given.start * minute, given.target * minute, pauses);
        const end = origin + length * day * minute;
        if (left === 0) {
          known += 1;
          expect(found.due).toBe(origin + due * minute);
        } else {
          expect(found.due ?? Number.POSITIVE_INFINITY).toBeGreaterThan(end);
        }
        const elapsed = businessTimeBetween(
          calendar,
          origin + given.start * minute,
          Math.min(end, found.due ?? end),
          pauses,
        );
        expect(elapsed).toBe((given.target - left) * minute);
      }),
      { numRuns, seed: 20_260_302 },
    );
    // Most cases must end within what the oracle knows, or it would prove little.
    expect(known).toBeGreaterThan(numRuns / 2);
  });

  it('has spent exactly the target when it is due', { timeout }, () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 0, max: 1e9 }), (given, target) => {
        const calendar = compileCalendar(given.hours, given.holidays);
        const start = originOf(given) + given.start * minute;
        const { due } = dueAt(calendar, start, target, pausesOf(given));
        if (due !== null) expect(businessTimeBetween(calendar, start, due, pausesOf(given))).toBe(target);
      }),
      { numRuns, seed: 20_260_303 },
    );
  });

  it('does not mind a pause in closed hours', { timeout }, () => {
    let tried = 0;
    fc.assert(
      fc.property(cases, (given) => {
        const calendar = compileCalendar(given.hours, given.holidays);
        const start = originOf(given) + given.start * minute;
        const plain = dueAt(calendar, start, given.target * minute);
        for (const pause of closedStretches(calendar, start)) {
          tried += 1;
          expect(dueAt(calendar, start, given.target * minute, [pause])).toEqual(plain);
        }
      }),
      { numRuns: Math.min(numRuns, 1_000), seed: 20_260_304 },
    );
    expect(tried).toBeGreaterThan(1_000);
  });
});

function originOf({ middle }: Case): number {
  return Date.parse(`${addDays(middle, -before)}T00:00:00Z`);
}

function pausesOf(given: Case): Pause[] {
  return given.pauses.map(([from, to]) => ({
    from: originOf(given) + from * minute,
    to: originOf(given) + to * minute,
  }));
}

function closedStretches(calendar: CompiledCalendar, start: number): Pause[] {
  const stretches: Pause[] = [];
  const first = Math.floor((Math.floor(start / 86_400_000) + 3) / 7);
  for (let index = first; index < first + 3; index += 1) {
    const { starts, ends } = calendar.openWeek(index);
    for (const [n, end] of ends.entries()) {
      const next = starts[n + 1];
      if (next !== undefined && next > end) stretches.push({ from: end, to: next });
    }
  }
  return stretches;
}

/** One byte a minute: open or not. Works with the wall clock that Intl shows, and shares nothing with the calendar. */
function walkMinutes(given: Case): Uint8Array {
  const open = new Uint8Array((length + 4) * day);
  const origin = originOf(given);
  for (let n = -4; n < length + 4; n += 1) {
    const date = addDays(given.middle, n - before);
    const own = given.hours.days[date];
    if (own === undefined && (given.hours.closed.includes(date) || given.holidays.includes(date))) continue;
    for (const span of own ?? given.hours.hours[weekdayOf(date)] ?? []) {
      const [from = 0, to = 0] = span.split('-').map((text) => {
        const [hours = 0, minutes = 0] = text.split(':').map(Number);
        const wall = Date.parse(`${date}T00:00:00Z`) + (hours * 60 + minutes) * minute;
        return (wallToInstant(given.zone, wall) - origin) / minute;
      });
      for (let at = Math.max(0, from); at < Math.min(to, open.length); at += 1) open[at] = 1;
    }
  }
  return open;
}

const offsets = new Map<string, number>();
const formats = new Map<string, Intl.DateTimeFormat>();

/** The offset that Intl shows, in milliseconds. */
function offsetAt(zone: string, instant: number): number {
  const key = `${zone} ${instant}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  let format = formats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
    formats.set(zone, format);
  }
  const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minute;
  offsets.set(key, offset);
  return offset;
}

/** RFC 5545: of two instants with that time on the wall the first, of none the one that the offset before would give. */
function wallToInstant(zone: string, wall: number): number {
  const earlier = offsetAt(zone, wall - 26 * 60 * minute);
  const later = offsetAt(zone, wall + 26 * 60 * minute);
  const candidates = [earlier, later].map((offset) => wall - offset).filter((at) => wall - at === offsetAt(zone, at));
  return candidates.length > 0 ? Math.min(...candidates) : wall - earlier;
}
