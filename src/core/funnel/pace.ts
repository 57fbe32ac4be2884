import { addDays, spansOn, weekdayOf } from '../calendar/hours.ts';
import type { WorkingHours } from '../calendar/schema.ts';
import { divide } from '../statistics/quantile.ts';

/** A working day with the part of the goal that falls on it, relative to the other days. */
export type PaceDay = { readonly day: string; readonly weight: number };

export type Pace = {
  readonly workingDays: number;
  /** Working days up to today, today included. */
  readonly elapsed: number;
  readonly goalToDate: number;
  readonly actual: number;
  /** What has come less what should have. */
  readonly delta: number;
  readonly attainment: number | null;
  /** What the period will bring if it goes on like this. */
  readonly projected: number | null;
  /** What has to come on each working day that is left; null when none is. */
  readonly requiredPerDay: number | null;
  /** `green` from the pace on, `amber` from nine tenths of it; `red` not before the fifth working day. */
  readonly band: 'green' | 'amber' | 'red' | null;
  /** Both lines, day by day; `actual` is null for days to come. What comes on a day off appears on the next working day. */
  readonly line: readonly { readonly day: string; readonly goal: number; readonly actual: number | null }[];
};

/**
 * The days of a period on which something is open by a calendar, all of the same weight.
 *
 * @param holidays days of the calendar's region
 * @param first `2026-06-01`
 * @param last included
 * @example
 * const hours = { zone: 'UTC', hours: { mon: ['09:00-17:00'], tue: ['09:00-17:00'] }, holidays: null, closed: [], days: {} };
 * listPaceDays(hours, new Set(['2026-06-02']), '2026-06-01', '2026-06-07') // [{ day: '2026-06-01', weight: 1 }]
 */
export function listPaceDays(
  calendar: WorkingHours,
  holidays: ReadonlySet<string>,
  first: string,
  last: string,
): PaceDay[] {
  const days: PaceDay[] = [];
  for (let day = first; day <= last; day = addDays(day, 1)) {
    if (spansOn(calendar, holidays, day).length > 0) days.push({ day, weight: 1 });
  }
  return days;
}

/**
 * Weighs the days of a period by what such days brought before: by weekday, or by week of the month. Kinds of day without
 * history weigh as much as the average one.
 *
 * @param history what came on working days of the past
 * @example
 * const history = [{ day: '2026-05-04', count: 30 }, { day: '2026-05-05', count: 10 }];
 * weighPaceDays([{ day: '2026-06-01', weight: 1 }, { day: '2026-06-02', weight: 1 }], history, 'weekday').map(({ weight }) => weight)
 * // [1.5, 0.5]
 */
export function weighPaceDays(
  days: readonly PaceDay[],
  history: readonly { readonly day: string; readonly count: number }[],
  by: 'weekday' | 'week-of-month',
): PaceDay[] {
  const kindOf = (day: string) => (by === 'weekday' ? weekdayOf(day) : String(Math.ceil(Number(day.slice(8)) / 7)));
  const kinds = new Map<string, { sum: number; days: number }>();
  const all = { sum: 0, days: 0 };
  for (const { day, count } of history) {
    const kind = kinds.get(kindOf(day)) ?? { sum: 0, days: 0 };
    kinds.set(kindOf(day), { sum: kind.sum + count, days: kind.days + 1 });
    all.sum += count;
    all.days += 1;
  }
  const mean = divide(all.sum, all.days);
  const weighed = days.map(({ day }) => {
    const kind = kinds.get(kindOf(day));
    const own = kind === undefined ? null : divide(kind.sum, kind.days);
    return { day, weight: own === null || mean === null ? 1 : (divide(own, mean) ?? 1) };
  });
  return weighed.some(({ weight }) => weight > 0) ? weighed : days.map(({ day }) => ({ day, weight: 1 }));
}

/**
 * Whether a period is on its way to its goal: what has come up to today beside what should have by the working days that are
 * over. For the number of leads, or for their value.
 *
 * @param days the working days of the period in order
 * @param actual what came, by day, days off included
 * @param today `2026-06-02`
 * @example
 * const days = ['2026-06-01', '2026-06-02', '2026-06-03', '2026-06-04'].map((date) => ({ day: date, weight: 1 }));
 * const pace = measurePace(40, days, new Map([['2026-06-01', 12], ['2026-06-02', 12]]), '2026-06-02');
 * [pace.goalToDate, pace.actual, pace.projected, pace.requiredPerDay, pace.band] // [20, 24, 48, 8, 'green']
 */
export function measurePace(
  goal: number,
  days: readonly PaceDay[],
  actual: ReadonlyMap<string, number>,
  today: string,
): Pace {
  const sumOf = (some: readonly PaceDay[]) => some.reduce((sum, { weight }) => sum + weight, 0);
  const past = days.filter(({ day }) => day <= today);
  const [weight, total] = [sumOf(past), sumOf(days)];
  const goalToDate = goal * (divide(weight, total) ?? 0);
  const came = [...actual].filter(([day]) => day <= today).reduce((sum, [, count]) => sum + count, 0);
  const attainment = divide(came, goalToDate);
  const perWeight = divide(came, weight);
  return {
    workingDays: days.length,
    elapsed: past.length,
    goalToDate,
    actual: came,
    delta: came - goalToDate,
    attainment,
    projected: perWeight === null ? null : perWeight * total,
    requiredPerDay: divide(goal - came, days.length - past.length),
    band: findBand(attainment, past.length),
    line: drawLine(goal, days, total, actual, today),
  };
}

function findBand(attainment: number | null, elapsed: number): Pace['band'] {
  if (attainment === null) return null;
  // A pace that is met to the last bit of a sum is met.
  if (attainment >= 1 - 1e-9) return 'green';
  return attainment >= 0.9 - 1e-9 || elapsed < 5 ? 'amber' : 'red';
}

function drawLine(
  goal: number,
  days: readonly PaceDay[],
  total: number,
  actual: ReadonlyMap<string, number>,
  today: string,
): Pace['line'] {
  const arrivals = [...actual].filter(([day]) => day <= today).sort(([a], [b]) => (a < b ? -1 : 1));
  const lastPast = days.findLast(({ day }) => day <= today)?.day;
  // What comes after the last working day of all has no next one to appear on.
  const isOver = days.at(-1)?.day === lastPast;
  let weights = 0;
  let came = 0;
  let at = 0;
  return days.map(({ day, weight }) => {
    weights += weight;
    for (; at < arrivals.length; at += 1) {
      const [arrived, count] = arrivals[at] ?? [day, 0];
      if (arrived > day && !(isOver && day === lastPast)) break;
      came += count;
    }
    return { day, goal: goal * (divide(weights, total) ?? 0), actual: day <= today ? came : null };
  });
}
