import { Temporal } from 'temporal-polyfill';

/** Which comes first where both are numbers. */
export type DateOrder = 'dmy' | 'mdy';

/** An instant, epoch milliseconds; of a day alone, its beginning in the zone. */
export type ReadDate = { at: number; isDay: boolean };

type Parts = { year: number; month: number; day: number };

const clock = String.raw`(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp][Mm])?\s*(Z|UTC|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?`;
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${clock}$`);
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${clock}$`);
const named = new RegExp(
  String.raw`^(?:(\d{1,2})[ .-]+([A-Za-z]{3,9})|([A-Za-z]{3,9})[ .]+(\d{1,2}))[ .,-]+(\d{4})${clock}$`,
);
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * What a date says about the order of day and month: the order where only one fits, `either` where both do, `none` where it
 * has no say (the year first, or the month by name), null for what is no date.
 *
 * @example
 * ['25/12/2024', '12/25/2024', '03/04/2024', '2024-12-25', 'soon'].map(hintOrder)
 * // ['dmy', 'mdy', 'either', 'none', null]
 */
export function hintOrder(text: string): DateOrder | 'either' | 'none' | null {
  const date = text.trim();
  if (date.length < 6 || date.length > 40) return null;
  const found = yearLast.exec(date);
  if (found === null) return yearFirst.test(date) || readNamed(date) !== null ? 'none' : null;
  const [, first, sign, second] = found;
  const [a, b] = [Number(first), Number(second)];
  if (a < 1 || b < 1 || (a > 12 && b > 12) || a > 31 || b > 31) return null;
  if (a > 12) return 'dmy';
  if (b > 12) return 'mdy';
  // With points the day stands first, wherever that is written.
  return sign === '.' ? 'dmy' : a === b ? 'none' : 'either';
}

/**
 * A date, with or without a time of day; null for what is none, and for days that are in no calendar.
 *
 * @param order of day and month, as the whole column says
 * @param zone where the times are meant that name no offset
 * @example
 * readDate('25.12.2024', 'dmy', 'UTC') // { at: 1735084800000, isDay: true }
 * readDate('2024-12-25T10:00:00Z', 'dmy', 'Europe/Berlin') // { at: 1735120800000, isDay: false }
 */
export function readDate(text: string, order: DateOrder, zone: string): ReadDate | null {
  const date = text.trim();
  const found = yearFirst.exec(date) ?? yearLast.exec(date) ?? readNamed(date);
  if (found === null) return null;
  const parts = readParts(found, order);
  if (parts === null) return null;
  const [hours, minute, second, fraction, half, offset] = found.slice(-6);
  const isDay = hours === undefined;
  const hour = isDay ? 0 : readHour(Number(hours), half);
  if (hour === null) return null;
  try {
    const local = Temporal.PlainDateTime.from(
      {
        ...parts,
        hour,
        minute: Number(minute ?? 0),
        second: Math.min(59, Number(second ?? 0)),
        millisecond: Number((fraction ?? '0').padEnd(3, '0').slice(0, 3)),
      },
      { overflow: 'reject' },
    );
    return { at: local.toZonedDateTime(readOffset(offset) ?? zone).epochMilliseconds, isDay };
  } catch {
    return null;
  }
}

function readNamed(date: string): RegExpExecArray | null {
  const found = named.exec(date);
  const month = (found?.[2] ?? found?.[3] ?? '').slice(0, 3).toLowerCase();
  return months.includes(month) ? found : null;
}

function readParts(found: RegExpExecArray, order: DateOrder): Parts | null {
  const [, first = '', second, third, fourth, fifth] = found;
  if (/^\d{4}$/.test(first)) return { year: Number(first), month: Number(third), day: Number(fourth) };
  if (/^[-/.]$/.test(second ?? '')) {
    const year = (fourth ?? '').length === 2 ? Number(fourth) + (Number(fourth) < 70 ? 2000 : 1900) : Number(fourth);
    // A column may hold one cell that only fits the other order: the cell's own word is sure.
    const sure = hintOrder(found[0]);
    const isDayFirst = (sure === 'dmy' || sure === 'mdy' ? sure : order) === 'dmy';
    const [day, month] = isDayFirst ? [Number(first), Number(third)] : [Number(third), Number(first)];
    return { year, month, day };
  }
  const name = (second ?? third ?? '').slice(0, 3).toLowerCase();
  return { year: Number(fifth), month: months.indexOf(name) + 1, day: Number(first || fourth) };
}

function readHour(hour: number, half: string | undefined): number | null {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return null;
  return (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
}

function readOffset(offset: string | undefined): string | null {
  if (offset === undefined) return null;
  if (offset === 'Z' || offset === 'UTC') return 'UTC';
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`;
}
