import { describe, expect, it } from 'vitest';
import { type CompiledCalendar, compileCalendar } from '../calendar/compile.ts';
import { type WorkingHours, weekdays } from '../calendar/schema.ts';
import { endPauses, listHolding, pauseEndsAt } from './auto-resume.ts';
import { dueAfterBusinessDays } from './business-days.ts';
import { businessTimeBetween, lastWeekToSearch, listRunningStretches, spendBusinessTime } from './business-time.ts';
import { dueAt, opensAfter } from './due.ts';
import { climbLadder } from './escalation.ts';
import { type CalendarPart, listParts } from './part.ts';
import { isPaused, type Pause, unitePauses } from './pause.ts';
import { dueForTarget, measureTarget } from './target.ts';
import { type Clock, judgeAnswer, judgeClock, nextStepAt } from './verdict.ts';

const minute = 60_000;
const hour = 60 * minute;
const at = (text: string): number => Date.parse(`${text.padEnd(16, ':00').slice(0, 16)}Z`);
const text = (instant: number | null): string | null =>
  instant === null ? null : new Date(instant).toISOString().slice(0, 16);

const officeDays = weekdays.slice(0, 5);
const week = (...spans: string[]): WorkingHours['hours'] => Object.fromEntries(officeDays.map((day) => [day, spans]));
function open(zone: string, hours: WorkingHours['hours'], given: Partial<WorkingHours> = {}): CompiledCalendar {
  return compileCalendar({ zone, hours, holidays: null, closed: [], days: {}, ...given }, []);
}

const newYork = open('America/New_York', week('09:00-17:00'));
const berlin = open('Europe/Berlin', week('09:00-17:00'));
const nights = open('America/New_York', { sat: ['22:00-30:00'] });
const never = open('Europe/Berlin', {});
const onceInMay = open('UTC', {}, { days: { '2026-05-04': ['09:00-11:00'] } });
const moved: CalendarPart[] = [
  { from: at('2026-06-15T13:00'), calendar: berlin },
  { from: at('2026-06-15T15:30'), calendar: newYork },
];

describe('due', () => {
  it.each<[string, Parameters<typeof dueAt>, string]>([
    ['at closing, not at the next opening', [newYork, at('2026-06-12T20:00'), hour], '2026-06-12T21:00'],
    ['a minute more is Monday', [newYork, at('2026-06-12T20:00'), hour + minute], '2026-06-15T13:01'],
    ['over the weekend', [newYork, at('2026-06-12T20:30'), 2 * hour], '2026-06-15T14:30'],
    ['at once for no time, at any hour', [newYork, at('2026-06-13T16:00'), 0], '2026-06-13T16:00'],
    ['at once even without open time', [never, at('2026-06-13T16:00'), 0], '2026-06-13T16:00'],
    ['on another calendar after a change of hands', [moved, at('2026-06-15T13:00'), 4 * hour], '2026-06-15T17:30'],
    ['before the change of hands', [moved, at('2026-06-15T13:00'), 2 * hour], '2026-06-15T15:00'],
    ['on the first calendar when it begins before it', [moved, at('2026-06-15T08:00'), hour], '2026-06-15T09:00'],
    ['in a night shift in which an hour is skipped', [nights, at('2026-03-08T04:00'), 4 * hour], '2026-03-08T08:00'],
    ['in the rest of a shift that began yesterday', [nights, at('2026-06-14T08:00'), hour], '2026-06-14T09:00'],
    ['on the only day that ever opens', [onceInMay, at('2026-01-01T00:00'), 2 * hour], '2026-05-04T11:00'],
    ['forty years on', [newYork, at('2026-01-01T00:00'), 40 * 52 * 40 * hour], '2065-11-11T22:00'],
  ])('%s', (_name, args, expected) => {
    expect(dueAt(...args)).toEqual({ due: at(expected), reason: null, remaining: 0 });
  });

  it('repeats the example', () => {
    expect(dueAt(newYork, Date.UTC(2026, 5, 12, 20, 30), 120 * 60_000)).toEqual({
      due: Date.UTC(2026, 5, 15, 14, 30),
      reason: null,
      remaining: 0,
    });
    expect(opensAfter(newYork, Date.UTC(2026, 5, 12, 21))).toBe(true);
  });

  it.each<[string, CompiledCalendar, string, number, number]>([
    ['nothing opens', never, '2026-01-01T00:00', hour, hour],
    ['the last own day is over', onceInMay, '2026-05-04T11:00', hour, hour],
    ['the last own day is too short', onceInMay, '2026-05-04T10:00', 3 * hour, 2 * hour],
    ['a hundred years are not enough', onceInMay, '2026-05-04T10:00', Number.POSITIVE_INFINITY, Infinity],
  ])('is nowhere when %s', (_name, calendar, start, target, remaining) => {
    expect(dueAt(calendar, at(start), target)).toEqual({ due: null, reason: 'unreachable', remaining });
  });

  it('is nowhere within a hundred years of a calendar that recurs, and found quickly', () => {
    expect(dueAt(newYork, at('2026-01-01T00:00'), 1e15).reason).toBe('unreachable');
  });

  it.each([-1, Number.NaN])('refuses a target of %s', (target) => {
    expect(() => dueAt(newYork, at('2026-06-12T20:00'), target)).toThrow(RangeError);
  });
});

describe('pauses', () => {
  const start = at('2026-06-16T14:00');
  const pause = (from: string, to: string | null): Pause => ({ from: at(from), to: to === null ? null : at(to) });

  it.each<[string, Pause[], string]>([
    ['within hours', [pause('2026-06-16T14:30', '2026-06-16T17:00')], '2026-06-16T18:30'],
    ['over night', [pause('2026-06-16T14:30', '2026-06-17T15:00')], '2026-06-17T16:30'],
    ['in closed hours alone', [pause('2026-06-16T22:00', '2026-06-17T12:00')], '2026-06-16T16:00'],
    ['before the start', [pause('2026-06-16T12:00', '2026-06-16T14:00')], '2026-06-16T16:00'],
    ['around the start', [pause('2026-06-16T12:00', '2026-06-16T15:00')], '2026-06-16T17:00'],
    ['after it is due', [pause('2026-06-16T16:00', null)], '2026-06-16T16:00'],
    ['of no length', [pause('2026-06-16T15:00', '2026-06-16T15:00')], '2026-06-16T16:00'],
    [
      'that overlap count once',
      [pause('2026-06-16T14:30', '2026-06-16T15:30'), pause('2026-06-16T15:00', '2026-06-16T16:00')],
      '2026-06-16T17:30',
    ],
  ])('%s', (_name, pauses, expected) => {
    expect(text(dueAt(newYork, start, 2 * hour, pauses).due)).toBe(expected);
  });

  it('leave no due instant while nobody ends them, and what remains', () => {
    expect(dueAt(newYork, start, 2 * hour, [pause('2026-06-16T14:30', null)])).toEqual({
      due: null,
      reason: 'paused',
      remaining: 90 * minute,
    });
    expect(dueAt(never, start, hour, [pause('2026-06-16T14:30', null)]).reason).toBe('unreachable');
  });

  it('repeat the examples', () => {
    expect(
      unitePauses([
        { from: 5, to: 9 },
        { from: 1, to: 6 },
        { from: 20, to: null },
      ]),
    ).toEqual([
      { from: 1, to: 9 },
      { from: 20, to: null },
    ]);
    expect(isPaused([{ from: 1, to: 9 }], 9)).toBe(false);
    expect(isPaused([{ from: 1, to: null }], 9)).toBe(true);
    expect(listRunningStretches(berlin, 10, [{ from: 20, to: 30 }])).toEqual([
      { calendar: berlin, from: 10, until: 20 },
      { calendar: berlin, from: 30, until: Number.POSITIVE_INFINITY },
    ]);
    expect(pauseEndsAt(newYork, { from: Date.UTC(2026, 5, 16, 14), to: null })).toBe(Date.UTC(2026, 5, 30, 21));
    expect(endPauses(newYork, [{ from: Date.UTC(2026, 5, 16, 14), to: null }], Date.UTC(2026, 6, 1))).toEqual([
      { from: Date.UTC(2026, 5, 16, 14), to: Date.UTC(2026, 5, 30, 21) },
    ]);
    expect(listHolding(newYork, [{ from: Date.UTC(2026, 5, 16, 14), to: null }], Date.UTC(2026, 6, 1))).toEqual([]);
    const held = { from: 1, to: 9 };
    expect(listHolding(newYork, [held, { from: 9, to: 12 }], 8)).toEqual([held]);
    expect(listHolding(newYork, [held, { from: 9, to: 12 }], 9)).toEqual([{ from: 9, to: 12 }]);
  });
});

describe('business time', () => {
  it('repeats the examples', () => {
    expect(businessTimeBetween(newYork, Date.UTC(2026, 2, 6, 21), Date.UTC(2026, 2, 9, 15, 30))).toBe(12_600_000);
    expect(spendBusinessTime(newYork, Date.UTC(2026, 5, 12, 20), 3_600_000, Infinity)).toEqual({
      at: Date.UTC(2026, 5, 12, 21),
      left: 0,
    });
    expect(lastWeekToSearch(newYork, Date.UTC(2026, 2, 7))).toBe(8149);
    expect(listParts(berlin)).toEqual([
      { calendar: berlin, from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY },
    ]);
  });

  it('is none backwards, and the sum of the parts', () => {
    expect(businessTimeBetween(newYork, at('2026-06-17T00:00'), at('2026-06-16T00:00'))).toBe(0);
    expect(businessTimeBetween(moved, at('2026-06-15T13:00'), at('2026-06-15T17:30'))).toBe(4 * hour);
  });

  it('refuses parts out of order, or none', () => {
    expect(() => listParts([])).toThrow(RangeError);
    expect(() => listParts(moved.toReversed())).toThrow(RangeError);
  });
});

describe('business days', () => {
  const fridayOff = open('America/New_York', week('09:00-17:00'), { closed: ['2026-07-03'] });

  it.each<[string, Parameters<typeof dueAfterBusinessDays>, string]>([
    ['over a holiday', [fridayOff, at('2026-07-02T15:00'), 2], '2026-07-07T21:00'],
    ['from a Saturday', [newYork, at('2026-06-13T16:00'), 1], '2026-06-16T21:00'],
    ['from before the opening', [newYork, at('2026-06-15T09:00'), 1], '2026-06-16T21:00'],
    ['from the last millisecond before the close', [newYork, at('2026-06-15T21:00') - 1, 1], '2026-06-16T21:00'],
    ['from the close itself', [newYork, at('2026-06-15T21:00'), 1], '2026-06-17T21:00'],
    ['none: the close of day 0', [newYork, at('2026-06-15T15:00'), 0], '2026-06-15T21:00'],
    ['from within a night shift that began the day before', [nights, at('2026-06-14T08:00'), 1], '2026-06-21T10:00'],
    [
      'moved by a pause within hours',
      [newYork, at('2026-06-15T15:00'), 1, [{ from: at('2026-06-15T16:00'), to: at('2026-06-15T17:00') }]],
      '2026-06-17T14:00',
    ],
    [
      'not moved by a pause at night',
      [newYork, at('2026-06-15T15:00'), 1, [{ from: at('2026-06-15T22:00'), to: at('2026-06-16T13:00') }]],
      '2026-06-16T21:00',
    ],
    ['a date does not count twice after a change of hands', [moved, at('2026-06-15T13:00'), 1], '2026-06-16T21:00'],
    [
      'a day that has not closed is left to the new calendar',
      [
        [
          { from: 0, calendar: newYork },
          { from: at('2026-06-15T16:00'), calendar: berlin },
        ],
        at('2026-06-15T14:00'),
        0,
      ],
      '2026-06-16T15:00',
    ],
  ])('%s', (_name, args, expected) => {
    expect(text(dueAfterBusinessDays(...args).due)).toBe(expected);
  });

  it('repeat the examples', () => {
    expect(dueAfterBusinessDays(newYork, Date.UTC(2026, 5, 13, 16), 1)).toEqual({
      due: Date.UTC(2026, 5, 16, 21),
      reason: null,
      remaining: 0,
    });
    expect(dueForTarget(newYork, Date.UTC(2026, 5, 13, 16), { businessDays: 1 })).toEqual({
      due: Date.UTC(2026, 5, 16, 21),
      reason: null,
      remaining: 0,
    });
    expect(measureTarget(newYork, Date.UTC(2026, 5, 12, 20), { businessDays: 1 })).toBe(32_400_000);
  });

  it('are nowhere without open days', () => {
    expect(dueAfterBusinessDays(never, at('2026-06-13T16:00'), 0).reason).toBe('unreachable');
    expect(dueAfterBusinessDays(onceInMay, at('2026-01-01T00:00'), 1).reason).toBe('unreachable');
    expect(dueAfterBusinessDays(onceInMay, at('2026-01-01T00:00'), 0).due).toBe(at('2026-05-04T11:00'));
  });

  it.each([-1, 0.5, Number.NaN])('are not %s', (days) => {
    expect(() => dueAfterBusinessDays(newYork, 0, days)).toThrow(RangeError);
  });
});

describe('the ladder', () => {
  it('repeats the example', () => {
    expect(climbLadder(newYork, Date.UTC(2026, 5, 12, 19), { business: 240 * 60_000 }, [50, 80])).toEqual([
      { percent: 50, at: Date.UTC(2026, 5, 12, 21), reason: null },
      { percent: 80, at: Date.UTC(2026, 5, 15, 14, 12), reason: null },
    ]);
  });

  it('takes shares of the business time of business days', () => {
    const steps = climbLadder(newYork, at('2026-06-15T13:00'), { businessDays: 1 }, [50, 100, 150]);
    expect(steps.map((step) => text(step.at))).toEqual(['2026-06-15T21:00', '2026-06-16T21:00', '2026-06-17T21:00']);
  });

  it('says why a step has no instant', () => {
    const pauses = [{ from: at('2026-06-15T15:00'), to: null }];
    expect(climbLadder(newYork, at('2026-06-15T13:00'), { business: 4 * hour }, [50, 100], pauses)).toEqual([
      { percent: 50, at: at('2026-06-15T15:00'), reason: null },
      { percent: 100, at: null, reason: 'paused' },
    ]);
    expect(climbLadder(never, at('2026-06-15T13:00'), { businessDays: 1 }, [50])[0]?.reason).toBe('unreachable');
  });
});

describe('a verdict', () => {
  const clock = (given: Partial<Clock> = {}): Clock => ({
    calendars: newYork,
    start: Date.UTC(2026, 5, 16, 14),
    target: { business: 7_200_000 },
    pauses: [],
    answeredAt: null,
    ...given,
  });
  const pauses = [{ from: at('2026-06-16T14:30'), to: null }];
  const untilNine = [{ from: at('2026-06-16T14:30'), to: at('2026-06-17T13:00') }];

  it('repeats the examples', () => {
    expect(judgeAnswer(100, null, 101)).toBe('broken');
    expect(judgeAnswer(100, 100, 101)).toBe('kept');
    expect(
      judgeClock(
        {
          calendars: newYork,
          start: Date.UTC(2026, 5, 16, 14),
          target: { business: 7_200_000 },
          pauses: [],
          answeredAt: null,
        },
        Date.UTC(2026, 5, 16, 15),
      ),
    ).toEqual({
      state: 'running',
      due: Date.UTC(2026, 5, 16, 16),
      answeredAt: null,
      remaining: 3_600_000,
      resumesAt: null,
    });
    expect(
      nextStepAt(
        {
          calendars: newYork,
          start: Date.UTC(2026, 5, 16, 14),
          target: { business: 7_200_000 },
          pauses: [],
          answeredAt: null,
        },
        [50, 150],
        Date.UTC(2026, 5, 16, 15),
      ),
    ).toBe(Date.UTC(2026, 5, 16, 16));
  });

  it.each<[string, Partial<Clock>, string, string, number | null]>([
    ['running at the due instant itself', {}, '2026-06-16T16:00', 'running', 0],
    ['broken by time alone', {}, '2026-06-16T16:01', 'broken', 0],
    ['kept at the due instant', { answeredAt: at('2026-06-16T16:00') }, '2026-06-20T00:00', 'kept', 0],
    ['broken by a later answer', { answeredAt: at('2026-06-16T16:00') + 1 }, '2026-06-20T00:00', 'broken', 0],
    ['running before an answer is known', { answeredAt: at('2026-06-16T15:30') }, '2026-06-16T15:00', 'running', hour],
    ['broken before a late answer is known', { answeredAt: at('2026-06-20T00:00') }, '2026-06-17T00:00', 'broken', 0],
    ['paused', { pauses }, '2026-06-18T00:00', 'paused', 90 * minute],
    ['running before the pause', { pauses }, '2026-06-16T14:15', 'running', 105 * minute],
    ['paused with an end', { pauses: untilNine }, '2026-06-17T12:00', 'paused', 90 * minute],
    [
      'kept by an answer in the pause',
      { pauses, answeredAt: at('2026-06-18T00:00') },
      '2026-06-19T00:00',
      'kept',
      90 * minute,
    ],
    ['running when the pause has ended by itself', { pauses }, '2026-06-30T22:00', 'running', 90 * minute],
    ['broken after that', { pauses }, '2026-07-01T14:31', 'broken', 0],
    ['unreachable', { calendars: never }, '2026-06-30T22:00', 'unreachable', null],
    [
      'kept though unreachable',
      { calendars: never, answeredAt: at('2026-06-20T00:00') },
      '2026-06-30T22:00',
      'kept',
      null,
    ],
  ])('%s', (_name, given, now, state, remaining) => {
    expect(judgeClock(clock(given), at(now))).toMatchObject({ state, remaining });
  });

  it.each<[string, Partial<Clock>, string, string | null]>([
    ['half of the time', {}, '2026-06-16T14:00', '2026-06-16T15:00'],
    ['due, though no step of the ladder', {}, '2026-06-16T15:00', '2026-06-16T16:00'],
    ['after it broke', {}, '2026-06-16T16:00', '2026-06-16T17:00'],
    ['nothing after the last', {}, '2026-06-16T17:00', null],
    ['nothing after the answer', { answeredAt: at('2026-06-16T14:10') }, '2026-06-16T14:10', null],
    ['the end of a pause by itself', { pauses }, '2026-06-16T15:00', '2026-06-30T21:00'],
    ['the end of a pause by word', { pauses: untilNine }, '2026-06-16T15:00', '2026-06-17T13:00'],
    ['nothing when unreachable', { calendars: never }, '2026-06-16T15:00', null],
    [
      'the end of the pause that follows without a break',
      { pauses: [...untilNine, { from: at('2026-06-17T13:00'), to: at('2026-06-17T15:00') }] },
      '2026-06-16T15:00',
      '2026-06-17T15:00',
    ],
  ])('next: %s', (_name, given, now, expected) => {
    expect(text(nextStepAt(clock(given), [50, 150], at(now)))).toBe(expected);
  });
});
