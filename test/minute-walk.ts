import { hours, minutes } from './clock.ts';

/** Working hours as the tests of clocks give them: one span on each of the days, which may end on the next. */
export type Hours = { zone: string; span: string; days: string[]; closed?: string[] };

/** One byte a minute from `from` to `until`: open or not, by the wall clock that Intl shows. Shares nothing with the calendar. */
export function walkMinutes({ zone, span, days, closed = [] }: Hours, from: number, until: number): Uint8Array {
  const [opens = 0, closes = 0] = span.split('-').map((text) => {
    const [hour = 0, minute = 0] = text.split(':').map(Number);
    return hour * 60 + minute;
  });
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' });
  const open = new Uint8Array((until - from) / minutes(1));
  const isWorked = (wall: number) => {
    const date = new Date(wall);
    const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][date.getUTCDay()] ?? '';
    return days.includes(day) && !closed.includes(date.toISOString().slice(0, 10));
  };
  for (let hour = from; hour < until; hour += hours(1)) {
    const name = format.formatToParts(hour).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', offHours = '0', offMinutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    const offset = (sign === '-' ? -1 : 1) * minutes(Number(offHours) * 60 + Number(offMinutes));
    for (let at = hour; at < hour + hours(1); at += minutes(1)) {
      const wall = at + offset;
      const minute = Math.floor(wall / minutes(1)) % 1_440;
      const isOpen =
        (minute >= opens && minute < closes && isWorked(wall)) ||
        (minute + 1_440 >= opens && minute + 1_440 < closes && isWorked(wall - hours(24)));
      if (isOpen) open[(at - from) / minutes(1)] = 1;
    }
  }
  return open;
}
