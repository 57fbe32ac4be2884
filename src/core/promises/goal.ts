import { shiftDay } from '../calendar/day.ts';
import type { PaceDay } from '../funnel/pace.ts';
import { type Days, findPeriod } from './period.ts';

/** What is promised on a day: so much in each period, spread over the days on which something is open. */
export type GoalTerms = {
  readonly amount: number;
  readonly per: Parameters<typeof findPeriod>[0];
  readonly isOpen: (day: string) => boolean;
};

/** The goal of some days, and how it falls on the working days among them: their weights sum to it. */
export type Goal = { readonly goal: number; readonly days: readonly PaceDay[] };

/**
 * The goal of some days where each day has the promise of the version that was in force on it: each working day has its
 * equal share of the period that it lies in, so that a promise which began, changed or ended within a period counts for its
 * part of it.
 *
 * @param termsOn what is promised on a day; null where nothing is
 * @example
 * const terms = { amount: 70, per: 'week', isOpen: () => true } as const;
 * const { goal } = spreadGoal({ from: '2026-06-01', to: '2026-06-08' }, (day) => (day < '2026-06-04' ? null : terms));
 * Math.round(goal) // 40
 */
export function spreadGoal({ from, to }: Days, termsOn: (day: string) => GoalTerms | null): Goal {
  const days: PaceDay[] = [];
  const counts = new Map<GoalTerms, Map<string, number>>();
  for (let day = from; day < to; day = shiftDay(day, 1)) {
    const terms = termsOn(day);
    if (terms === null || !terms.isOpen(day)) continue;
    const period = findPeriod(terms.per, day);
    const known = counts.get(terms) ?? new Map<string, number>();
    counts.set(terms, known);
    const working = known.get(period.from) ?? countOpen(period, terms.isOpen);
    known.set(period.from, working);
    days.push({ day, weight: terms.amount / working });
  }
  return { goal: days.reduce((sum, { weight }) => sum + weight, 0), days };
}

function countOpen({ from, to }: Days, isOpen: GoalTerms['isOpen']): number {
  let count = 0;
  for (let day = from; day < to; day = shiftDay(day, 1)) if (isOpen(day)) count += 1;
  return count;
}
