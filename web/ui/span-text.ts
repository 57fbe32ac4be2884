/** The text of a span (`22:00-26:00`) as the two times of the day that people type. */
import type { Weekday } from '../../src/core/calendar/schema.ts';

const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/**
 * @example
 * readSpan('22:00-26:00') // { from: '22:00', to: '02:00', overnight: true }
 */
export function readSpan(span: string): { from: string; to: string; overnight: boolean } {
  const [from = '', end = ''] = span.split('-');
  if (!end) return { from, to: '', overnight: false };
  const minutes = minutesOf(end);
  return { from, to: minutes >= 1440 ? clockOf(minutes - 1440) : end, overnight: minutes > 1440 };
}

/**
 * An end at or before the start belongs to the next day; midnight is 24:00. While a time is missing its half stays empty.
 *
 * @example
 * writeSpan('22:00', '02:00') // '22:00-26:00'
 */
export function writeSpan(from: string, to: string): string {
  if (!(from && to)) return `${from}-${to}`;
  return minutesOf(to) > minutesOf(from) ? `${from}-${to}` : `${from}-${clockOf(minutesOf(to) + 1440)}`;
}

/** A further span begins an hour after the last one ends, as far as the day allows. */
export function suggestSpan(spans: readonly string[]): string {
  const last = spans.at(-1);
  if (!last) return '09:00-17:00';
  const end = minutesOf(last.split('-')[1] ?? '');
  if (!(end > 0) || end >= 22 * 60) return '-';
  const start = Math.min(end + 60, 22 * 60);
  return `${clockOf(start)}-${clockOf(Math.min(start + 240, 1439))}`;
}

/** Monday 5 January 2026 and the days after it. */
const firstMonday = Date.UTC(2026, 0, 5);
const order: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

export function weekdayName(day: Weekday, locale: string): string {
  const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  return name.format(new Date(firstMonday + order.indexOf(day) * 86_400_000));
}
