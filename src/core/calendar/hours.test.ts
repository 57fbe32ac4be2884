import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  findHoursProblems,
  findOpenDay,
  minutesPerWeek,
  parseSpan,
  type Span,
  spansOn,
  weekdayOf,
} from './hours.ts';
import { SpanText, type WorkingHours, weekdays } from './schema.ts';

const calendar = (given: Partial<WorkingHours> = {}): WorkingHours => ({
  zone: 'Europe/Berlin',
  hours: { mon: ['09:00-12:30', '13:30-18:00'] },
  holidays: null,
  closed: [],
  days: {},
  ...given,
});
const pointers = (given: Partial<WorkingHours>) => findHoursProblems(calendar(given)).map(({ pointer }) => pointer);
const noHolidays = new Set<string>();

describe('a span of open hours', () => {
  it.each<[string, Span]>([
    ['09:00-12:30', { start: 540, end: 750 }],
    ['00:00-24:00', { start: 0, end: 1440 }],
    ['22:00-30:00', { start: 1320, end: 1800 }],
  ])('%s', (text, span) => {
    expect(SpanText.safeParse(text).success).toBe(true);
    expect(parseSpan(text)).toEqual(span);
  });

  it.each(['9:00-12:00', '24:00-25:00', '09:00-30:01', '09:00-31:00', '09:60-10:00', '09:00 - 10:00', '09:00', ''])(
    '%j is none',
    (text) => {
      expect(SpanText.safeParse(text).success).toBe(false);
    },
  );
});

describe('problems of working hours', () => {
  it.each<[string, Partial<WorkingHours>, string[]]>([
    ['none', {}, []],
    ['touching spans are no overlap', { hours: { mon: ['09:00-12:00', '12:00-13:00'] } }, []],
    ['no day at all', { hours: {} }, ['#/hours']],
    ['days without spans', { hours: { mon: [], tue: [] } }, ['#/hours']],
    ['only own days', { hours: {}, days: { '2026-03-03': ['09:00-10:00'] } }, ['#/hours']],
    ['end before start', { hours: { mon: ['12:00-09:00', '13:00-14:00'] } }, ['#/hours/mon/0']],
    ['an empty span', { hours: { mon: ['09:00-09:00', '13:00-14:00'] } }, ['#/hours/mon/0']],
    ['overlap in a day', { hours: { tue: ['09:00-12:00', '11:59-13:00'] } }, ['#/hours/tue/1']],
    ['a night shift into the next morning', { hours: { sun: ['22:00-30:00'], mon: ['05:00-10:00'] } }, ['#/hours/sun']],
    ['a night shift until the next morning', { hours: { sun: ['22:00-29:00'], mon: ['05:00-10:00'] } }, []],
    ['closed and open', { closed: ['2026-03-03'], days: { '2026-03-03': ['09:00-10:00'] } }, ['#/days/2026-03-03']],
    ['overlap in an own day', { days: { '2026-03-03': ['09:00-12:00', '10:00-11:00'] } }, ['#/days/2026-03-03/1']],
    ['a night of its own before a Monday', { days: { '2026-03-01': ['22:00-30:00'] } }, []],
    [
      'a morning of its own after a night shift',
      { hours: { mon: ['22:00-30:00'] }, days: { '2026-03-03': ['05:00-06:00'] } },
      ['#/days/2026-03-03'],
    ],
  ])('%s', (_name, given, expected) => {
    expect(pointers(given)).toEqual(expected);
  });
});

describe('what opens on a day', () => {
  const given = calendar({
    hours: { mon: ['13:30-18:00', '09:00-12:30'] },
    closed: ['2026-03-09'],
    days: { '2026-03-16': ['10:00-11:00'], '2026-03-17': ['10:00-11:00'], '2026-03-23': [] },
  });
  const holidays = new Set(['2026-03-16', '2026-03-30']);

  it.each<[string, string, number]>([
    ['a Monday', '2026-03-02', 2],
    ['a Tuesday', '2026-03-03', 0],
    ['a closed Monday', '2026-03-09', 0],
    ['a holiday with hours of its own', '2026-03-16', 1],
    ['a Tuesday with hours of its own', '2026-03-17', 1],
    ['a Monday with no hours of its own', '2026-03-23', 0],
    ['a holiday', '2026-03-30', 0],
  ])('%s', (_name, day, spans) => {
    expect(spansOn(given, holidays, day)).toHaveLength(spans);
  });

  it('comes in order', () => {
    expect(spansOn(given, holidays, '2026-03-02').map(({ start }) => start)).toEqual([540, 810]);
  });

  it('is nothing when every Monday is closed, and the first day after that', () => {
    const mondays = Array.from({ length: 53 }, (_, week) => addDays('2026-03-02', 7 * week));
    expect(findOpenDay(calendar({ closed: mondays.slice(0, 5) }), noHolidays, '2026-03-01', 366)).toBe('2026-04-06');
    expect(findOpenDay(calendar({ closed: mondays }), noHolidays, '2026-03-01', 366)).toBeNull();
    expect(findOpenDay(calendar(), new Set(mondays), '2026-03-01', 366)).toBeNull();
  });
});

describe('days', () => {
  it.each([
    ['2026-02-28', 1, '2026-03-01'],
    ['2028-02-28', 1, '2028-02-29'],
    ['2026-03-29', 1, '2026-03-30'],
    ['2026-01-01', -1, '2025-12-31'],
  ])('%s and %i', (day, count, expected) => {
    expect(addDays(day, count)).toBe(expected);
  });

  it('have the weekday that the calendar of the world gives them', () => {
    expect(weekdayOf('2026-03-02')).toBe('mon');
    expect(weekdayOf('2026-03-08')).toBe('sun');
    expect(weekdayOf('2028-02-29')).toBe('tue');
  });
});

const spanText = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 0, max: 1800 }))
  .map(([start, end]) => `${clock(start)}-${clock(end)}`);
const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const week = fc.record(
  Object.fromEntries(weekdays.map((day) => [day, fc.array(spanText, { maxLength: 3 })])) as Record<
    (typeof weekdays)[number],
    fc.Arbitrary<string[]>
  >,
  { requiredKeys: [] },
);

describe('hours without problems', () => {
  it('open each minute once, and as many as the week says', () => {
    fc.assert(
      fc.property(week, (hours) => {
        const given = calendar({ hours });
        if (findHoursProblems(given).length > 0) return;
        const open = new Map<number, number>();
        for (let n = 0; n < 14; n += 1) {
          for (const { start, end } of spansOn(given, noHolidays, addDays('2026-03-02', n))) {
            for (let minute = start; minute < end; minute += 1) {
              const at = n * 1440 + minute;
              open.set(at, (open.get(at) ?? 0) + 1);
            }
          }
        }
        expect(Math.max(...open.values())).toBe(1);
        expect(open.size).toBe(2 * minutesPerWeek(given));
      }),
      { numRuns: 500 },
    );
  });

  it('are those in which no problem is found, whatever is given', () => {
    fc.assert(
      fc.property(week, (hours) => {
        const isBad = findHoursProblems(calendar({ hours })).length > 0;
        const spans = weekdays.flatMap((day, n) =>
          (hours[day] ?? []).map(parseSpan).map(({ start, end }) => ({ start: n * 1440 + start, end: n * 1440 + end })),
        );
        const wrapped = [...spans, ...spans.map(({ start, end }) => ({ start: start + 10_080, end: end + 10_080 }))];
        const overlaps = wrapped.some((a, i) => wrapped.some((b, j) => i < j && a.start < b.end && b.start < a.end));
        const empty = spans.some(({ start, end }) => end <= start);
        expect(isBad).toBe(spans.length === 0 || empty || overlaps);
      }),
      { numRuns: 2_000 },
    );
  });
});
