import { shiftDay } from '../calendar/day.ts';
import { BatonError } from '../errors.ts';
import { divide } from '../statistics/quantile.ts';
import { checkRate } from './reverse-funnel.ts';

/**
 * The share of won deals by how many months they took, from mature ones; null without any.
 *
 * @param months of each won deal, from the month of the lead to that of the deal: 0 for the same one
 * @example
 * measureLag([0, 1, 1, 3]) // [0.25, 0.5, 0, 0.25]
 */
export function measureLag(months: readonly number[]): number[] | null {
  if (months.length === 0) return null;
  const counts: number[] = new Array(Math.max(...months) + 1).fill(0);
  for (const month of months) counts[month] = (counts[month] ?? 0) + 1;
  return counts.map((count) => count / months.length);
}

/**
 * The deals that leads by month will bring, month by month, as long as it takes until the last has closed.
 *
 * @param leads by month
 * @param lag share of the deals that close in the month of the lead, the next, ...; sums to 1
 * @param rate from lead to deal
 * @throws `rate.out-of-range`; `lag.not-whole` for a lag that does not sum to 1
 * @example
 * forecastDeals([100, 200], [0.5, 0.5], 0.1) // { deals: [5, 15, 10], total: 30 }
 */
export function forecastDeals(
  leads: readonly number[],
  lag: readonly number[],
  rate: number,
): { deals: number[]; total: number } {
  checkLag(lag);
  checkRate(rate, 'leads');
  const deals: number[] = new Array(leads.length === 0 ? 0 : leads.length + lag.length - 1).fill(0);
  for (const [month, count] of leads.entries()) {
    for (const [later, share] of lag.entries()) {
      deals[month + later] = (deals[month + later] ?? 0) + rate * count * share;
    }
  }
  return { deals, total: deals.reduce((sum, count) => sum + count, 0) };
}

/**
 * The day by which leads must be there for deals that close on a day, by the median days between the stages.
 *
 * @param closeBy `2026-09-30`
 * @param days between one stage and the next, each; a part of a day counts as a whole one
 * @example
 * findLatestStart('2026-09-30', [14, 21, 75]) // { totalDays: 110, startBy: '2026-06-12' }
 */
export function findLatestStart(closeBy: string, days: readonly number[]): { totalDays: number; startBy: string } {
  const totalDays = days.reduce((sum, part) => sum + part, 0);
  return { totalDays, startBy: shiftDay(closeBy, -Math.ceil(totalDays - 1e-9)) };
}

/**
 * How many leads this month would need for so many deals within a horizon: only a part of them closes by then. Null when
 * none does.
 *
 * @param months left, this one included
 * @throws `rate.out-of-range`; `lag.not-whole`
 * @example
 * planWithinHorizon(24, 0.03, [0.1, 0.3, 0.4, 0.2], 2) // { share: 0.4, leads: 2_000 }
 * planWithinHorizon(24, 0.03, [0, 1], 1) // { share: 0, leads: null }
 */
export function planWithinHorizon(
  deals: number,
  rate: number,
  lag: readonly number[],
  months: number,
): { share: number; leads: number | null } {
  checkLag(lag);
  const share = lag.slice(0, Math.max(0, months)).reduce((sum, part) => sum + part, 0);
  return { share, leads: divide(deals, checkRate(rate, 'leads') * share) };
}

/**
 * Which part of the deals of a month to come depends on leads of months that are over, with as many leads each month: what
 * nobody can change any more.
 *
 * @param monthsAhead 0 for the deals of this month
 * @example
 * findDecidedShare([0.25, 0.25, 0.5], 1) // 0.5
 */
export function findDecidedShare(lag: readonly number[], monthsAhead: number): number {
  checkLag(lag);
  return lag.slice(monthsAhead + 1).reduce((sum, part) => sum + part, 0);
}

function checkLag(lag: readonly number[]): void {
  const sum = lag.reduce((total, share) => total + share, 0);
  if (lag.every((share) => share >= 0) && Math.abs(sum - 1) < 1e-3) return;
  throw new BatonError(
    'invalid',
    'lag.not-whole',
    `The shares of deals by months of lag sum to ${sum}; they must sum to 1 and none may be negative.`,
  );
}
