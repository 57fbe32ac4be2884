import { type Weekday, weekdays } from '../calendar/schema.ts';
import { Scanner } from './grammar.ts';

/** When a meeting comes back: every week, or on the nth such weekday of every month or quarter; minutes from midnight. */
export type Recurrence = { every: 'week' | 'month' | 'quarter'; nth: Nth | null; weekday: Weekday; minute: number };

export const nths = ['first', 'second', 'third', 'fourth', 'last'] as const;
export type Nth = (typeof nths)[number];

/** English names of the weekdays, in the order of `weekdays`. */
export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const readableWeekdays = weekdayNames.map((name) => name.toLowerCase());

/**
 * Reads `Monday 09:30`, `first Tuesday 14:00`, `first Thursday of quarter 14:00`.
 *
 * @throws GrammarError
 * @example
 * parseRecurrence('first Tuesday 14:00') // { every: 'month', nth: 'first', weekday: 'tue', minute: 840 }
 */
export function parseRecurrence(text: string): Recurrence {
  const scanner = new Scanner(text, 'Monday 09:30, first Tuesday 14:00 or first Thursday of quarter 14:00');
  const nth = nths.find((one) => scanner.takes(one)) ?? null;
  const name = scanner.word(nth ? readableWeekdays : [...readableWeekdays, ...nths]);
  const weekday = weekdays[readableWeekdays.indexOf(name)] as Weekday;
  let every: Recurrence['every'] = nth ? 'month' : 'week';
  const of = scanner.at;
  if (scanner.takes('of')) {
    if (nth === null) scanner.fail('Which one of the month or quarter is not said.', of);
    every = scanner.word(['month', 'quarter'] as const);
  }
  const minute = scanner.time();
  scanner.end();
  return { every, nth, weekday, minute };
}

/**
 * @example
 * formatRecurrence({ every: 'quarter', nth: 'first', weekday: 'thu', minute: 840 }) // 'first Thursday of quarter 14:00'
 */
export function formatRecurrence({ every, nth, weekday, minute }: Recurrence): string {
  const name = weekdayNames[weekdays.indexOf(weekday)];
  return [nth, name, every === 'quarter' ? 'of quarter' : null, formatMinute(minute)].filter(Boolean).join(' ');
}

/** A span of the day in which nothing is sent; `to` before `from` means over midnight. Minutes from midnight. */
export type QuietHours = { from: number; to: number };

/**
 * Reads `"20:00-08:00"`: from the first included to the second excluded, over midnight where the second is earlier.
 *
 * @throws GrammarError
 * @example
 * parseQuietHours('20:00-08:00') // { from: 1200, to: 480 }
 */
export function parseQuietHours(text: string): QuietHours {
  const scanner = new Scanner(text, '20:00-08:00');
  const from = scanner.time();
  scanner.sign('-');
  const start = scanner.at;
  const to = scanner.time();
  if (to === from) scanner.fail('The two ends are the same.', start);
  scanner.end();
  return { from, to };
}

/**
 * @example
 * formatQuietHours({ from: 1200, to: 480 }) // '20:00-08:00'
 */
export function formatQuietHours({ from, to }: QuietHours): string {
  return `${formatMinute(from)}-${formatMinute(to)}`;
}

/**
 * @example
 * formatMinute(570) // '09:30'
 */
export function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
