import { describe, expect, it } from 'vitest';
import { compileCalendar, firstWeekAfter, weekAt } from './compile.ts';
import type { WorkingHours } from './schema.ts';
import { findOffsetPeriod, instantOfWall } from './zone.ts';

const hour = 3_600_000;
const hours = (given: Partial<WorkingHours> = {}): WorkingHours => ({
  zone: 'Europe/Berlin',
  hours: { mon: ['09:00-17:00'] },
  holidays: null,
  closed: [],
  days: {},
  ...given,
});

/** The open stretches of the week of a day, as UTC text. */
function stretches(given: Partial<WorkingHours>, day: string, holidays: string[] = []): string[] {
  const { starts, ends } = compileCalendar(hours(given), holidays).openWeek(weekAt(Date.parse(`${day}T00:00:00Z`)));
  const text = (at: number | undefined) => new Date(at ?? Number.NaN).toISOString().slice(5, 16);
  return starts.map((start, n) => `${text(start)}/${text(ends[n])}`);
}

describe('wall time', () => {
  it.each<[string, string, string, string]>([
    ['in winter', 'Europe/Berlin', '2026-01-05T09:00', '2026-01-05T08:00'],
    ['in summer', 'Europe/Berlin', '2026-07-06T09:00', '2026-07-06T07:00'],
    ['that is skipped', 'Europe/Berlin', '2026-03-29T02:30', '2026-03-29T01:30'],
    ['that comes twice', 'Europe/Berlin', '2026-10-25T02:30', '2026-10-25T00:30'],
    ['of half an hour twice', 'Australia/Lord_Howe', '2026-04-05T01:45', '2026-04-04T14:45'],
    ['of a midnight that is skipped', 'Africa/Cairo', '2026-04-24T00:00', '2026-04-23T22:00'],
    ['at an odd offset', 'Asia/Kathmandu', '2026-01-05T09:00', '2026-01-05T03:15'],
  ])('%s in %s', (_name, zone, wall, utc) => {
    expect(instantOfWall(zone, Date.parse(`${wall}Z`))).toBe(Date.parse(`${utc}Z`));
  });

  it('keeps its offset until the clocks change', () => {
    expect(instantOfWall('Europe/Berlin', Date.UTC(2026, 2, 29, 2, 30))).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(findOffsetPeriod('Europe/Berlin', Date.UTC(2026, 2, 1)).until).toBe(Date.UTC(2026, 2, 29, 1));
    expect(findOffsetPeriod('Europe/Berlin', Date.UTC(2026, 2, 1)).offset).toBe(hour);
    expect(findOffsetPeriod('Asia/Kolkata', Date.UTC(2026, 2, 1)).until).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('weeks', () => {
  it('begin on Mondays', () => {
    expect(weekAt(Date.UTC(2026, 2, 2))).toBe(2931);
    expect(weekAt(Date.UTC(2026, 2, 2) - 1)).toBe(2930);
    expect(weekAt(Date.UTC(1969, 11, 29))).toBe(0);
    expect(firstWeekAfter(Date.UTC(2026, 2, 7))).toBe(2931);
    expect(firstWeekAfter(Date.UTC(2026, 2, 3))).toBe(2930);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Date.UTC(9999, 5, 1), Date.parse('-000001-01-01T00:00:00Z')])(
    'are refused at %s',
    (at) => expect(() => firstWeekAfter(at)).toThrow(RangeError),
  );
});

describe('a compiled calendar', () => {
  it.each<[string, Partial<WorkingHours>, string, string[], string[]?]>([
    ['a Monday', {}, '2026-03-02', ['03-02T08:00/03-02T16:00']],
    [
      'a lunch break, in order',
      { hours: { mon: ['13:30-18:00', '09:00-12:30'] } },
      '2026-03-02',
      ['03-02T08:00/03-02T11:30', '03-02T12:30/03-02T17:00'],
    ],
    ['a holiday', {}, '2026-03-02', [], ['2026-03-02']],
    ['a closed day', { closed: ['2026-03-02'] }, '2026-03-02', []],
    [
      'hours of its own on a holiday',
      { days: { '2026-03-02': ['09:00-12:00'] } },
      '2026-03-02',
      ['03-02T08:00/03-02T11:00'],
      ['2026-03-02'],
    ],
    [
      'a night shift from Sunday to a Monday that is a holiday',
      { hours: { sun: ['22:00-30:00'] } },
      '2026-03-01',
      ['03-01T21:00/03-02T05:00'],
      ['2026-03-02'],
    ],
    [
      'a night in which the clocks go forward: seven hours',
      { hours: { sat: ['22:00-30:00'] } },
      '2026-03-28',
      ['03-28T21:00/03-29T04:00'],
    ],
    [
      'a night in which the clocks go back: nine hours',
      { hours: { sat: ['22:00-30:00'] } },
      '2026-10-24',
      ['10-24T20:00/10-25T05:00'],
    ],
    ['an opening that is skipped', { hours: { sun: ['02:30-06:00'] } }, '2026-03-29', ['03-29T01:30/03-29T04:00']],
    ['a span that is skipped whole', { hours: { sun: ['02:30-03:00'] } }, '2026-03-29', []],
    [
      'spans that the skipped hour makes overlap',
      { hours: { sun: ['01:00-02:45', '03:00-05:00'] } },
      '2026-03-29',
      ['03-29T00:00/03-29T01:45', '03-29T01:45/03-29T03:00'],
    ],
    [
      'a night shift into an early Monday: no minute counts twice',
      { hours: { sun: ['22:00-30:00'], mon: ['05:00-10:00'] } },
      '2026-03-02',
      ['03-02T05:00/03-02T09:00', '03-08T21:00/03-09T05:00'],
    ],
  ])('%s', (_name, given, day, expected, holidays = []) => {
    expect(stretches(given, day, holidays)).toEqual(expected);
  });

  it('knows when each day closes, and how much is open', () => {
    const { days, open } = compileCalendar(hours({ hours: { mon: ['09:00-12:00', '13:00-17:00'] } }), []).openWeek(
      2931,
    );
    expect(days).toEqual([{ day: '2026-03-02', close: Date.UTC(2026, 2, 2, 16) }]);
    expect(open).toBe(7 * hour);
  });

  it('computes a week once, and ends where nothing recurs', () => {
    const calendar = compileCalendar(
      { zone: 'Europe/Berlin', hours: { mon: ['09:00-17:00'] }, holidays: null, closed: [], days: {} },
      [],
    );
    expect(calendar.openWeek(2930).starts).toEqual([Date.UTC(2026, 1, 23, 8)]);
    expect(calendar.openWeek(2930)).toBe(calendar.openWeek(2930));
    expect(calendar.lastWeek).toBeNull();
    expect(compileCalendar(hours({ hours: {} }), []).lastWeek).toBe(Number.NEGATIVE_INFINITY);
    const once = hours({ hours: { mon: [] }, days: { '2026-03-04': ['09:00-10:00'], '2026-04-01': [] } });
    expect(compileCalendar(once, []).lastWeek).toBe(2931);
  });
});
