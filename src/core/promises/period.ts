import { mondayOf, shiftDay } from '../calendar/day.ts';

/** From `from`, included, to `to`, excluded; days `YYYY-MM-DD`. */
export type Days = { readonly from: string; readonly to: string };

const monthsOf = { month: 1, quarter: 3, year: 12 } as const;

/**
 * The week, month, quarter or year in which a day lies. Weeks begin on Monday.
 *
 * @example
 * findPeriod('quarter', '2026-11-22') // { from: '2026-10-01', to: '2027-01-01' }
 * findPeriod('week', '2026-11-22') // { from: '2026-11-16', to: '2026-11-23' }
 */
export function findPeriod(per: 'week' | keyof typeof monthsOf, day: string): Days {
  if (per === 'week') {
    const from = mondayOf(day);
    return { from, to: shiftDay(from, 7) };
  }
  const months = monthsOf[per];
  const [year = 0, month = 1] = day.split('-').map(Number);
  const first = Math.floor((month - 1) / months) * months;
  return { from: firstOf(year, first), to: firstOf(year, first + months) };
}

/** The first day of a month, counted from 0 in a year and beyond it. */
function firstOf(year: number, month: number): string {
  const whole = year + Math.floor(month / 12);
  return `${String(whole).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}
