import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findConversionWindow, measureCohort, measureFlow } from './conversion.ts';
import { listPaceDays, measurePace, weighPaceDays } from './pace.ts';
import { listPassages, type Passage } from './passages.ts';
import { countStates, findAgeLimit, measureAgeing } from './stock.ts';
import { estimateWaiting, findWaitingQuantile } from './survival.ts';
import { measurePipelineVelocity, measureVelocity } from './velocity.ts';

const day = 86_400_000;
const at = (text: string) => Date.parse(`${text}T00:00:00Z`);

/** Twelve leads as of 31 March 2026: [lead, qualified, confirmed, rejected]. */
const leads: [string, string, string | null, string | null][] = [
  ['L01', '2026-01-05', '2026-01-15', null],
  ['L02', '2026-01-07', '2026-01-27', null],
  ['L03', '2026-01-10', null, '2026-01-12'],
  ['L04', '2026-01-15', '2026-02-24', null],
  ['L05', '2026-01-20', null, '2026-01-22'],
  ['L06', '2026-02-02', '2026-02-07', null],
  ['L07', '2026-02-09', null, null],
  ['L08', '2026-02-16', '2026-03-18', null],
  ['L09', '2026-02-27', null, '2026-03-03'],
  ['L10', '2026-03-05', '2026-03-16', null],
  ['L11', '2026-03-12', null, null],
  ['L12', '2026-03-25', null, null],
];
const asOf = at('2026-03-31');
const month = (from: string, until: string) => ({ from: at(from), until: at(until) });
const months = [
  month('2026-01-01', '2026-02-01'),
  month('2026-02-01', '2026-03-01'),
  month('2026-03-01', '2026-04-01'),
];
const stay = (state: string, enteredAt: number | null, cycle = 1) => ({
  state,
  cycle,
  enteredAt,
  exitedAt: null,
  open: false,
  inferred: false,
});
const stays = leads.map(([lead, qualified, confirmed, rejected]) => ({
  lead,
  stays: [
    stay('qualified', at(qualified)),
    ...(confirmed === null ? [] : [stay('confirmed', at(confirmed))]),
    ...(rejected === null ? [] : [stay('disqualified', at(rejected))]),
  ],
}));
const { passages } = listPassages(stays, 'qualified', 'confirmed');

const someTime = fc.integer({ min: 0, max: 100 });
const anyPassages = fc.array(
  fc.record({ entered: someTime, took: fc.option(someTime), ended: fc.option(someTime) }).map(
    ({ entered, took, ended }): Passage => ({
      lead: 'L1',
      cycle: 1,
      enteredAt: entered,
      reachedAt: took === null ? null : entered + took,
      endedAt: took !== null || ended === null ? null : entered + ended,
    }),
  ),
  { maxLength: 30 },
);

describe('conversion', () => {
  it('counts mature leads of the cohort, within the window, its end included', () => {
    expect(measureCohort(passages, 30 * day, asOf)).toMatchObject({
      mature: 9,
      converted: 4,
      immature: 3,
      rate: 4 / 9,
    });
    expect(months.map((period) => measureCohort(passages, 30 * day, asOf, period))).toMatchObject([
      { mature: 5, converted: 2, rate: 0.4, immature: 0 },
      { mature: 4, converted: 2, rate: 0.5, immature: 0 },
      { mature: 0, converted: 0, rate: null, immature: 3 },
    ]);
  });

  it('as flow says of itself that it is one', () => {
    expect(months.map((period) => measureFlow(passages, period).ratio)).toEqual([0.4, 0.5, 2 / 3]);
    expect(measureFlow([], { from: 0, until: 1 })).toEqual({ measure: 'flow', entered: 0, reached: 0, ratio: null });
  });

  it('of a cohort is a share whose parts are all leads, whatever they are', () => {
    fc.assert(
      fc.property(anyPassages, someTime, fc.integer({ min: 0, max: 250 }), (some, window, now) => {
        const { mature, converted, immature, rate } = measureCohort(some, window, now);
        expect(mature + immature).toBe(some.filter(({ enteredAt }) => enteredAt <= now).length);
        expect(converted).toBeLessThanOrEqual(mature);
        expect(rate === null).toBe(mature === 0);
        // A longer window converts no fewer, of those who are mature for it.
        const longer = measureCohort(
          some.filter(({ enteredAt }) => enteredAt + window + 9 <= now),
          window + 9,
          now,
        );
        expect(longer.converted).toBeGreaterThanOrEqual(
          measureCohort(
            some.filter(({ enteredAt }) => enteredAt + window + 9 <= now),
            window,
            now,
          ).converted,
        );
      }),
    );
    expect(findConversionWindow([], 0)).toBeNull();
  });
});

describe('ways between stages', () => {
  it('lists what ends before it begins, and leaves out what has no time', () => {
    const found = listPassages(
      [
        { lead: 'L1', stays: [stay('qualified', 50), stay('confirmed', 40)] },
        { lead: 'L2', stays: [stay('qualified', null), stay('confirmed', 40)] },
        { lead: 'L3', stays: [stay('qualified', 10), stay('confirmed', null)] },
        { lead: 'L4', stays: [stay('qualified', 10), stay('confirmed', 10)] },
      ],
      'qualified',
      'confirmed',
    );
    expect(found.faulty).toEqual([{ lead: 'L1', cycle: 1, enteredAt: 50, reachedAt: 40 }]);
    expect(found.unknown).toEqual([
      { lead: 'L2', cycle: 1 },
      { lead: 'L3', cycle: 1 },
    ]);
    expect(found.passages).toEqual([{ lead: 'L4', cycle: 1, enteredAt: 10, reachedAt: 10, endedAt: null }]);
  });

  it('takes each cycle by itself, and a cycle that was reopened for open', () => {
    const found = listPassages(
      [
        {
          lead: 'L1',
          stays: [stay('qualified', 10), stay('recycled', 20), stay('qualified', 90, 2), stay('confirmed', 95, 2)],
        },
        { lead: 'L2', stays: [stay('qualified', 10), stay('disqualified', 20), stay('accepted', 30)] },
      ],
      'qualified',
      'confirmed',
    );
    expect(found.passages.map(({ cycle, reachedAt, endedAt }) => [cycle, reachedAt, endedAt])).toEqual([
      [1, null, 20],
      [2, 95, null],
      [1, null, null],
    ]);
  });
});

describe('velocity', () => {
  it('is slower over all than over those who arrived', () => {
    const found = measureVelocity(passages, asOf);
    expect(found).toMatchObject({ converted: 6, open: 3, ended: 3, medianOfConverters: 15.5 * day, median: 40 * day });
    const shares = found.steps.map(({ waiting }) => Number(waiting.toFixed(9)));
    expect(shares).toEqual([0.916666667, 0.825, 0.733333333, 0.628571429, 0.523809524, 0.419047619]);
  });

  it('does not know the future', () => {
    fc.assert(
      fc.property(anyPassages, fc.integer({ min: 0, max: 250 }), (some, now) => {
        const cut = some
          .filter(({ enteredAt }) => enteredAt <= now)
          .map((passage) => ({
            ...passage,
            reachedAt: passage.reachedAt !== null && passage.reachedAt <= now ? passage.reachedAt : null,
            endedAt: passage.endedAt !== null && passage.endedAt <= now ? passage.endedAt : null,
          }));
        expect(measureVelocity(some, now)).toEqual(measureVelocity(cut, now));
        for (const { waiting } of measureVelocity(some, now).steps) {
          expect(waiting).toBeGreaterThanOrEqual(0);
          expect(waiting).toBeLessThan(1);
        }
      }),
    );
  });

  it('without anybody open is the plain share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ time: someTime, never: fc.boolean() }), { minLength: 1, maxLength: 40 }),
        (list) => {
          const observations = list.map(({ time, never }) => ({
            time: never ? Number.POSITIVE_INFINITY : time,
            happened: !never,
          }));
          const steps = estimateWaiting(observations);
          for (const { time, waiting } of steps) {
            expect(waiting).toBeCloseTo(observations.filter((one) => one.time > time).length / list.length, 12);
          }
          const times = observations.map(({ time }) => time).sort((a, b) => a - b);
          const middle = times[Math.ceil(times.length / 2) - 1] ?? 0;
          expect(findWaitingQuantile(steps)).toBe(Number.isFinite(middle) ? middle : null);
        },
      ),
    );
  });

  it('of the pipeline is money a day, and nothing without days', () => {
    expect(measurePipelineVelocity({ open: 60, winRate: 0.25, meanWon: 20_000, medianDays: 75 })).toBe(4_000);
    expect(measurePipelineVelocity({ open: 60, winRate: 0.25, meanWon: 20_000, medianDays: 0 })).toBeNull();
    expect(measurePipelineVelocity({ open: 60, winRate: null, meanWon: 20_000, medianDays: 9 })).toBeNull();
  });
});

describe('stock', () => {
  it('is who is where at an instant', () => {
    expect(countStates(stays, asOf)).toEqual(
      new Map([
        ['confirmed', 6],
        ['disqualified', 3],
        ['qualified', 3],
      ]),
    );
    expect(countStates(stays, at('2026-01-11'))).toEqual(new Map([['qualified', 3]]));
    expect(countStates([], asOf)).toEqual(new Map());
  });

  it('ages against the limit of its stage', () => {
    const open = ['L07', 'L11', 'L12'].map((lead) => ({
      lead,
      stage: 'qualified',
      enteredAt: passages.find((passage) => passage.lead === lead)?.enteredAt ?? null,
      pausedUntil: null,
    }));
    const found = measureAgeing(open, new Map([['qualified', 21 * day]]), asOf);
    expect(found.rows.map(({ age }) => age / day)).toEqual([50, 19, 6]);
    expect(found.share).toBe(1 / 3);
    expect(measureAgeing(open, new Map(), asOf)).toMatchObject({ over: 0, of: 0, share: null });
    expect(findAgeLimit(passages, asOf)).toBe(27.5 * day);
    const paused = [
      { lead: 'L1', stage: 'qualified', enteredAt: 0, pausedUntil: 10 },
      { lead: 'L2', stage: 'qualified', enteredAt: 0, pausedUntil: 9 },
      { lead: 'L3', stage: 'qualified', enteredAt: null, pausedUntil: null },
    ];
    expect(measureAgeing(paused, new Map(), 9)).toMatchObject({
      rows: [{ lead: 'L2', age: 9 }],
      paused: 1,
      unknown: 1,
    });
  });
});

describe('pace', () => {
  const weekday = ['09:00-17:00'];
  const office = {
    zone: 'UTC',
    hours: { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday },
    holidays: null,
    closed: [],
    days: {},
  };
  const days = listPaceDays(office, new Set(['2026-06-19']), '2026-06-01', '2026-06-30');
  const actual = new Map(
    Object.entries({ '01': 5, '02': 9, '03': 4, '04': 8, '05': 6, '06': 3, '08': 10, '09': 7 }).map(([date, count]) => [
      `2026-06-${date}`,
      count,
    ]),
  );

  it('shows what came on a day off on the next working day', () => {
    const pace = measurePace(147, days, actual, '2026-06-09');
    expect(pace).toMatchObject({
      workingDays: 21,
      elapsed: 7,
      goalToDate: 49,
      actual: 52,
      projected: 156,
      band: 'green',
    });
    expect(pace.line.slice(4, 7)).toEqual([
      { day: '2026-06-05', goal: 35, actual: 32 },
      { day: '2026-06-08', goal: 42, actual: 45 },
      { day: '2026-06-09', goal: 49, actual: 52 },
    ]);
    expect(pace.line[7]?.actual).toBeNull();
    const june = listPaceDays(office, new Set(), '2026-06-01', '2026-06-07');
    expect(measurePace(10, june, new Map([['2026-06-06', 3]]), '2026-06-07').line.at(-1)?.actual).toBe(3);
  });

  it('needs nothing a day when no day is left, and is not red in the first days', () => {
    expect(measurePace(147, days, actual, '2026-06-30').requiredPerDay).toBeNull();
    expect(measurePace(147, days, new Map(), '2026-06-04').band).toBe('amber');
    expect(measurePace(147, days, new Map(), '2026-06-05').band).toBe('red');
    expect(measurePace(147, days, actual, '2026-05-31')).toMatchObject({
      elapsed: 0,
      goalToDate: 0,
      attainment: null,
      projected: null,
      band: null,
      requiredPerDay: 7,
    });
    expect(measurePace(147, [], actual, '2026-06-09')).toMatchObject({
      workingDays: 0,
      goalToDate: 0,
      attainment: null,
      requiredPerDay: null,
      line: [],
    });
  });

  it('with any weights reaches the goal on the last day, and by history falls more on strong days', () => {
    const strong = weighPaceDays(
      days,
      [
        { day: '2026-05-04', count: 30 },
        { day: '2026-05-05', count: 10 },
      ],
      'weekday',
    );
    expect(measurePace(100, strong, new Map(), '2026-06-01').goalToDate).toBeGreaterThan(100 / 21);
    expect(weighPaceDays(days, [{ day: '2026-05-04', count: 0 }], 'week-of-month')).toEqual(days);
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 21, maxLength: 21 }),
        fc.integer({ min: 0, max: 500 }),
        (weights, goal) => {
          const weighed = days.map(({ day: date }, n) => ({ day: date, weight: weights[n] ?? 1 }));
          const pace = measurePace(goal, weighed, actual, '2026-06-30');
          expect(pace.goalToDate).toBeCloseTo(goal, 9);
          expect(pace.line.at(-1)?.goal).toBeCloseTo(goal, 9);
          expect(pace.line.at(-1)?.actual).toBe(52);
          expect(pace.projected).toBeCloseTo(52, 9);
        },
      ),
    );
  });
});
