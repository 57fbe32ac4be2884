import { listZoneDays } from '../calendar/day.ts';
import type { Period } from '../funnel/conversion.ts';

/**
 * The period of some days of the company's zone, half-open.
 *
 * @param first its first day, `2026-03-01`
 * @param next the first day that no longer belongs to it
 * @example
 * periodOfDays('Europe/Berlin', '2026-03-01', '2026-04-01')
 * // { from: Date.UTC(2026, 1, 28, 23), until: Date.UTC(2026, 2, 31, 22) }
 */
export function periodOfDays(zone: string, first: string, next: string): Period {
  return { from: startOf(zone, first), until: startOf(zone, next) };
}

/**
 * Whether an instant belongs to a period.
 *
 * @example
 * isWithin({ from: 0, until: 10 }, 10) // false
 * isWithin({ from: 0, until: 10 }, 0) // true
 */
export function isWithin({ from, until }: Period, at: number): boolean {
  return from <= at && at < until;
}

function startOf(zone: string, day: string): number {
  const [found] = listZoneDays(zone, day, 1);
  if (found === undefined) throw new RangeError(`${day} is no day.`);
  return found.from;
}
