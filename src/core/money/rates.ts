import { shiftDay } from '../calendar/day.ts';

/** Stored rates by day and currency: so many of the reporting currency for one. They are never changed afterwards. */
export type RateBook = {
  readonly reporting: string;
  readonly days: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

/** An amount of a day, in units or minor units of its currency; `share` of it counts, all of it unless said. */
export type DatedAmount = {
  readonly amount: number;
  readonly currency: string;
  readonly day: string;
  readonly share?: number;
};

/** Rates are not published on holidays and weekends; an older one than this is not the rate of the day. */
const mostDaysOld = 7;

/**
 * The rate of a day: what one of a currency was worth. Where the day has none, as on weekends, the last one of the seven
 * days before; null where there is none either.
 *
 * @param day `2026-03-31`: the day of the win for revenue, the day of the spend for spend
 * @example
 * findRate({ reporting: 'EUR', days: { '2026-01-30': { USD: 0.92 } } }, 'USD', '2026-01-31') // 0.92
 * findRate({ reporting: 'EUR', days: {} }, 'USD', '2026-01-31') // null
 */
export function findRate(book: RateBook, currency: string, day: string): number | null {
  if (currency === book.reporting) return 1;
  for (let age = 0; age <= mostDaysOld; age += 1) {
    const on = age === 0 ? day : shiftDay(day, -age);
    const rates = Object.hasOwn(book.days, on) ? book.days[on] : undefined;
    const rate = rates !== undefined && Object.hasOwn(rates, currency) ? rates[currency] : undefined;
    if (rate !== undefined && rate > 0 && Number.isFinite(rate)) return rate;
  }
  return null;
}

/**
 * An amount in minor units of the reporting currency, at the rate of its day, half a unit rounded away from 0. It is
 * stored beside the amount and never converted again. Null without a rate, and beyond what can be exact.
 *
 * @param minor whole minor units of its own currency
 * @param from the currency, with how many decimals it has
 * @param to how many decimals the reporting currency has
 * @example
 * convertMinor(12_000_00, { currency: 'USD', digits: 2 }, '2026-01-31', { reporting: 'EUR', days: { '2026-01-31': { USD: 0.92 } } }, 2)
 * // 1104000
 */
export function convertMinor(
  minor: number,
  from: { readonly currency: string; readonly digits: number },
  day: string,
  book: RateBook,
  to: number,
): number | null {
  const rate = findRate(book, from.currency, day);
  if (rate === null) return null;
  if (from.currency === book.reporting && from.digits === to) return minor;
  // Fifteen digits: 1.005 x 100 is meant to be 100.5, not 100.49999999999999.
  const exact = Number((Math.abs(minor) * rate * 10 ** (to - from.digits)).toPrecision(15));
  const units = Math.round(exact);
  if (!Number.isSafeInteger(units)) return null;
  return minor < 0 && units !== 0 ? -units : units;
}

/**
 * Amounts of several currencies and days in the reporting currency, each at the rate of its own day, not rounded; those
 * without a rate are left out and counted.
 *
 * @example
 * sumConverted([{ amount: 12_000, currency: 'USD', day: '2026-01-31', share: 0.5 }, { amount: 5, currency: 'XAU', day: '2026-01-31' }],
 *   { reporting: 'EUR', days: { '2026-01-31': { USD: 0.92 } } }) // { sum: 5520, unconverted: 1 }
 */
export function sumConverted(
  amounts: readonly DatedAmount[],
  book: RateBook,
): { readonly sum: number; readonly unconverted: number } {
  let sum = 0;
  let unconverted = 0;
  for (const { amount, currency, day, share = 1 } of amounts) {
    const rate = findRate(book, currency, day);
    if (rate === null) unconverted += 1;
    else sum += amount * share * rate;
  }
  return { sum, unconverted };
}
