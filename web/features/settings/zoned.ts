/** Days and times as they are typed in a time zone, and the instants that they are. */

/**
 * A time that the clocks leave out in spring is the one an hour later; of one that comes twice in autumn, the first.
 *
 * @example
 * toInstant('2026-12-24', '', 'Europe/Berlin') // '2026-12-23T23:00:00.000Z'
 */
export function toInstant(day: string, time: string, zone: string): string {
  const asUtc = Date.parse(`${day}T${time || '00:00'}:00Z`);
  // The offsets of a day before and after: they differ only where the clocks change.
  const before = asUtc - offsetAt(asUtc - 86_400_000, zone);
  const after = asUtc - offsetAt(asUtc + 86_400_000, zone);
  const fits = [before, after].filter((instant) => instant + offsetAt(instant, zone) === asUtc);
  return new Date(fits.length > 0 ? Math.min(...fits) : Math.max(before, after)).toISOString();
}

/**
 * @example
 * fromInstant('2026-12-23T23:00:00Z', 'Europe/Berlin') // { day: '2026-12-24', time: '00:00' }
 */
export function fromInstant(instant: string, zone: string): { day: string; time: string } {
  const at = Date.parse(instant);
  const local = new Date(at + offsetAt(at, zone)).toISOString();
  return { day: local.slice(0, 10), time: local.slice(11, 16) };
}

/** How far the zone is ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(instant / 1000) * 1000;
}
