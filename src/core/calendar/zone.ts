import { Temporal } from 'temporal-polyfill';

/**
 * The instant at which a clock on the wall of a zone shows a time, as Temporal and RFC 5545 settle the times that a change
 * of the clocks makes doubtful (`compatible`): one that is skipped lies later by the gap, one that comes twice is the first.
 *
 * @param wall the time on the wall as if it were UTC, in epoch milliseconds
 * @returns epoch milliseconds
 * @example
 * instantOfWall('Europe/Berlin', Date.UTC(2026, 2, 29, 2, 30)) // Date.UTC(2026, 2, 29, 1, 30): 02:30 is skipped, it is 03:30
 */
export function instantOfWall(zone: string, wall: number): number {
  return Temporal.Instant.fromEpochMilliseconds(wall)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** A stretch of time in which a zone keeps one offset. Epoch milliseconds; `until` is excluded, and may be Infinity. */
export type OffsetPeriod = { readonly from: number; readonly until: number; readonly offset: number };

/**
 * The offset of a zone at an instant, and until when it stays: conversions within are an addition.
 *
 * @example
 * findOffsetPeriod('Europe/Berlin', Date.UTC(2026, 2, 1)).until // Date.UTC(2026, 2, 29, 1)
 */
export function findOffsetPeriod(zone: string, at: number): OffsetPeriod {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
  return {
    from: at,
    until: zoned.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: zoned.offsetNanoseconds / 1e6,
  };
}
