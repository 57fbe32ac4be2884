/** When a version can begin to bind, as a proposal offers it. */
import { fromInstant, toInstant } from '../settings/zoned.ts';

/**
 * The first instant of the next month in a zone.
 *
 * @example
 * nextMonth('2026-11-22T10:00:00Z', 'Europe/Berlin') // '2026-11-30T23:00:00.000Z'
 */
export function nextMonth(instant: string, zone: string): string {
  return firstOf(instant, zone, 1);
}

/**
 * The first instant of the next quarter in a zone.
 *
 * @example
 * nextQuarter('2026-11-22T10:00:00Z', 'UTC') // '2027-01-01T00:00:00.000Z'
 */
export function nextQuarter(instant: string, zone: string): string {
  const month = Number(fromInstant(instant, zone).day.slice(5, 7));
  return firstOf(instant, zone, 3 - ((month - 1) % 3));
}

function firstOf(instant: string, zone: string, ahead: number): string {
  const [year = 0, month = 1] = fromInstant(instant, zone).day.split('-').map(Number);
  const later = month - 1 + ahead;
  const day = `${year + Math.floor(later / 12)}-${String((later % 12) + 1).padStart(2, '0')}-01`;
  return toInstant(day, '00:00', zone);
}
