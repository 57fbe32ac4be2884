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
  const dayFormat = new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  const numbers = new Intl.NumberFormat(locale);
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    zone,
    locale,
    /** 22 Nov 2026 */
    date: dates({ day: 'numeric', month: 'short', year: 'numeric' }),
    /** 22 Nov 2026, 14:02 */
    dateTime: dates({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    /** With weekday and zone, for titles: Sunday 22 November 2026 at 14:02:10 CET */
    exact: dates({ dateStyle: 'full', timeStyle: 'long' }),
    /** A calendar day (`YYYY-MM-DD`), which belongs to no zone. */
    day: (day: string) => dayFormat.format(new Date(`${day}T00:00:00Z`)),
    number: (value: number) => numbers.format(value),
    percent: (share: number) => percents.format(share),
    /** `{ minor: 120000, currency: 'EUR' }` is 1,200.00 EUR. */
    money: (money: { minor: number; currency?: string }) => {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency ?? currency });
      return format.format(money.minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
    },
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
