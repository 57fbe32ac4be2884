/** Dates, numbers and money by the reader's locale and zone. The only place that formats them. */
import { useMemo } from 'react';
import { useSession } from './session.ts';

export type FormatSettings = { locale: string; zone: string; currency: string };
export type Format = ReturnType<typeof createFormat>;

/**
 * @example
 * createFormat({ locale: 'en-GB', zone: 'Europe/Berlin', currency: 'EUR' }).number(1234.5) // '1,234.5'
 */
export function createFormat({ locale, zone, currency }: FormatSettings) {
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
    return (instant: string | Date) => format.format(typeof instant === 'string' ? new Date(instant) : instant);
  };
  const dayParts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const dayOf = (instant: Date) => dayParts.format(instant);
  const timeOf = dates({ hour: '2-digit', minute: '2-digit' });
  const nearDay = dates({ weekday: 'short', day: 'numeric', month: 'short' });
  const date = dates({ day: 'numeric', month: 'short', year: 'numeric' });
  const wholeDay = dates({ weekday: 'long', day: 'numeric', month: 'long' });
  const wholeDate = dates({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const dayFormat = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const numbers = new Intl.NumberFormat(locale);
  const signedNumbers = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
  const lists = new Intl.ListFormat(locale);
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    zone,
    locale,
    /** 22 Nov 2026 */
    date,
    /** 22 Nov 2026, 14:02 */
    dateTime: dates({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    /** With weekday and zone, for titles: Sunday 22 November 2026 at 14:02:10 CET */
    exact: dates({ dateStyle: 'full', timeStyle: 'long' }),
    /** As people say it: today 14:02, yesterday 09:10, Wed 25 Nov 14:02, and with the year where it is another one. */
    when: (instant: string | Date, from: Date) => {
      const at = typeof instant === 'string' ? new Date(instant) : instant;
      const days = Math.round((Date.parse(dayOf(at)) - Date.parse(dayOf(from))) / 86_400_000);
      if (Math.abs(days) <= 1) return `${relative.format(days, 'day')} ${timeOf(at)}`;
      const isThisYear = dayOf(at).slice(0, 4) === dayOf(from).slice(0, 4);
      return `${isThisYear ? nearDay(at) : date(at)}, ${timeOf(at)}`;
    },
    /** The calendar day of an instant in the reader's zone, `YYYY-MM-DD`. */
    dayOf: (instant: string) => dayOf(new Date(instant)),
    /** 14:02 */
    time: timeOf,
    /** A day as the heading of what happened on it: Today, Monday 16 November, with the year where it is another one. */
    dayName: (instant: string, from: Date) => {
      const at = new Date(instant);
      const days = Math.round((Date.parse(dayOf(at)) - Date.parse(dayOf(from))) / 86_400_000);
      if (Math.abs(days) <= 1) {
        const word = relative.format(days, 'day');
        return word.charAt(0).toLocaleUpperCase(locale) + word.slice(1);
      }
      return dayOf(at).slice(0, 4) === dayOf(from).slice(0, 4) ? wholeDay(at) : wholeDate(at);
    },
    /** A calendar day (`YYYY-MM-DD`), which belongs to no zone. */
    day: (day: string) => dayFormat.format(new Date(`${day}T00:00:00Z`)),
    number: (value: number) => numbers.format(value),
    percent: (share: number) => percents.format(share),
    /** `{ minor: 120000, currency: 'EUR' }` is 1,200.00 EUR. */
    money: (money: { minor: number; currency?: string }) => {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency ?? currency });
      return format.format(money.minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
    /** Money that is estimated, in whole units: cents would promise what nobody knows. */
    roughMoney: (money: { minor: number; currency: string }) => {
      const whole = { style: 'currency', currency: money.currency } as const;
      const digits = new Intl.NumberFormat(locale, whole).resolvedOptions().maximumFractionDigits ?? 2;
      return new Intl.NumberFormat(locale, { ...whole, maximumFractionDigits: 0 }).format(money.minor / 10 ** digits);
    },
    /** With its sign and at most one decimal: +48.5, -40. */
    signed: (value: number) => signedNumbers.format(value),
    /** a, b and c */
    list: (words: readonly string[]) => lists.format(words),
    /** The time of the day in some zone: 14:02. */
    timeIn: (instant: Date, place: string) =>
      new Intl.DateTimeFormat(locale, { timeZone: place, hour: '2-digit', minute: '2-digit' }).format(instant),
    /** DE is Germany. */
    country: (code: string) => countries.of(code) ?? code,
    /** 2,250 minutes are 37 h 30 min. */
    duration: (minutes: number) => {
      const hours = Math.floor(minutes / 60);
      const rest = minutes % 60;
      return [hours > 0 ? `${numbers.format(hours)} h` : '', rest > 0 || hours === 0 ? `${rest} min` : '']
        .filter(Boolean)
        .join(' ');
    },
    /** `yesterday`, `in 3 days`, `5 minutes ago`. */
    ago: (instant: string | Date, from: Date) => {
      const seconds = (new Date(instant).getTime() - from.getTime()) / 1000;
      const size = Math.abs(seconds);
      const [unit, length] = relativeUnits.find(([, , below]) => size < below) ?? ['year' as const, 31_557_600];
      return relative.format(Math.round(seconds / length), unit);
    },
  };
}

/** Unit, its length in seconds, and the distance in seconds below which it is used. */
const relativeUnits: [Intl.RelativeTimeFormatUnit, number, number][] = [
  ['minute', 60, 3_600],
  ['hour', 3_600, 86_400],
  ['day', 86_400, 14 * 86_400],
  ['week', 7 * 86_400, 60 * 86_400],
  ['month', 2_629_800, 31_557_600],
];

/** Formats for the signed-in member: their own locale and zone, else the workspace's. */
export function useFormat(): Format {
  const { member, workspace } = useSession();
  const locale = member.locale ?? workspace.locale;
  const zone = member.zone ?? workspace.zone;
  return useMemo(
    () => createFormat({ locale, zone, currency: workspace.currency }),
    [locale, zone, workspace.currency],
  );
}
