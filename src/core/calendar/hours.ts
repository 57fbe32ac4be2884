import type { FieldProblem } from '../errors.ts';
import { type Weekday, type WorkingHours, weekdays } from './schema.ts';

/** Minutes from the start of the day, end excluded. An end beyond 1,440 lies in the next day. */
export type Span = { start: number; end: number };

/**
 * Reads `"09:00-12:30"`.
 *
 * @example
 * parseSpan('22:00-30:00') // { start: 1320, end: 1800 }
 */
export function parseSpan(text: string): Span {
  const [start, end] = text.split('-').map(minutesOf) as [number, number];
  return { start, end };
}

function minutesOf(text: string): number {
  const [hours, minutes] = text.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
}

/**
 * What is wrong with working hours, field by field: spans that end before they begin, that overlap (a night shift with the
 * next morning too), a day that is closed and has hours, and a week in which nothing is ever open. Empty when all is well.
 *
 * @example
 * findHoursProblems({ zone: 'UTC', hours: {}, holidays: null, closed: [], days: {} })[0].pointer // '#/hours'
 */
export function findHoursProblems(calendar: WorkingHours): FieldProblem[] {
  const problems: FieldProblem[] = [];
  for (const [index, day] of weekdays.entries()) {
    const spans = calendar.hours[day] ?? [];
    problems.push(...findSpanProblems(spans, `#/hours/${day}`));
    const next = weekdays[(index + 1) % 7] as (typeof weekdays)[number];
    const overnight = Math.max(0, ...spans.map((span) => parseSpan(span).end - 1440));
    const opensAgain = Math.min(
      Number.POSITIVE_INFINITY,
      ...(calendar.hours[next] ?? []).map((span) => parseSpan(span).start),
    );
    if (overnight > opensAgain) {
      problems.push({ pointer: `#/hours/${day}`, detail: 'The night shift overlaps with the next morning.' });
    }
  }
  for (const [day, spans] of Object.entries(calendar.days)) {
    problems.push(...findSpanProblems(spans, `#/days/${day}`));
    if (overlapsNight(calendar, day) || overlapsNight(calendar, addDays(day, -1))) {
      problems.push({ pointer: `#/days/${day}`, detail: 'A night shift overlaps with the next morning.' });
    }
    if (calendar.closed.includes(day)) {
      problems.push({
        pointer: `#/days/${day}`,
        detail: 'This day is listed as closed and has hours. Keep one of the two.',
      });
    }
  }
  if (minutesPerWeek(calendar) === 0) {
    problems.push({ pointer: '#/hours', detail: 'Nothing is ever open. Add hours to at least one weekday.' });
  }
  return problems;
}

/** Whether what is open on a day runs into what opens on the next. */
function overlapsNight(calendar: WorkingHours, day: string): boolean {
  const none: ReadonlySet<string> = new Set();
  const latest = Math.max(0, ...spansOn(calendar, none, day).map(({ end }) => end));
  const next = spansOn(calendar, none, addDays(day, 1))[0];
  return next !== undefined && latest - 1440 > next.start;
}

/**
 * What opens on a day, earliest first. Days with hours of their own win over holidays, holidays over the weekday.
 *
 * @param day `YYYY-MM-DD` in the calendar's zone
 * @example
 * spansOn({ zone: 'UTC', hours: { mon: ['09:00-12:30'] }, holidays: null, closed: [], days: {} }, new Set(), '2026-03-02') // [{ start: 540, end: 750 }]
 */
export function spansOn(calendar: WorkingHours, holidays: ReadonlySet<string>, day: string): Span[] {
  const own = calendar.days[day];
  if (own === undefined && (calendar.closed.includes(day) || holidays.has(day))) return [];
  const texts = own ?? calendar.hours[weekdayOf(day)] ?? [];
  return texts.map(parseSpan).sort((a, b) => a.start - b.start);
}

/**
 * The first of `count` days from `from` on which something opens; null when closed days and holidays leave nothing.
 *
 * @example
 * findOpenDay({ zone: 'UTC', hours: { mon: ['09:00-12:30'] }, holidays: null, closed: ['2026-03-02'], days: {} }, new Set(), '2026-03-01', 30) // '2026-03-09'
 */
export function findOpenDay(
  calendar: WorkingHours,
  holidays: ReadonlySet<string>,
  from: string,
  count: number,
): string | null {
  for (let n = 0; n < count; n += 1) {
    const day = addDays(from, n);
    if (spansOn(calendar, holidays, day).length > 0) return day;
  }
  return null;
}

/**
 * @example
 * addDays('2026-02-28', 1) // '2026-03-01'
 */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/**
 * @example
 * weekdayOf('2026-03-02') // 'mon'
 */
export function weekdayOf(day: string): Weekday {
  return weekdays[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] as Weekday;
}

function findSpanProblems(texts: readonly string[], pointer: string): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const spans = texts.map(parseSpan);
  for (const [index, span] of spans.entries()) {
    const where = `${pointer}/${index}`;
    if (span.end <= span.start) {
      problems.push({
        pointer: where,
        detail: 'The end must be after the start. For a night shift write 22:00-30:00.',
      });
    } else if (spans.some((other, at) => at < index && span.start < other.end && other.start < span.end)) {
      problems.push({ pointer: where, detail: 'This overlaps with another span of the same day.' });
    }
  }
  return problems;
}

/**
 * Open minutes of a week without holidays and own days.
 *
 * @example
 * minutesPerWeek({ zone: 'UTC', hours: { mon: ['09:00-12:30', '13:30-18:00'] }, holidays: null, closed: [], days: {} }) // 480
 */
export function minutesPerWeek(calendar: Pick<WorkingHours, 'hours'>): number {
  let minutes = 0;
  for (const day of weekdays) {
    for (const text of calendar.hours[day] ?? []) {
      const { start, end } = parseSpan(text);
      minutes += Math.max(0, end - start);
    }
  }
  return minutes;
}
