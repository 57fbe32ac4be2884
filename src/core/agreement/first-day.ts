import { Temporal } from 'temporal-polyfill';

const firstOfAll = Temporal.PlainDate.from('0000-01-01');
const lastOfAll = Temporal.PlainDate.from('9999-12-31');

/**
 * The first day that begins in the zone at an instant (epoch milliseconds) or after it, so that days can be compared as
 * days: `readDate(day, zone) >= instant` exactly when `day >= firstDayFrom(instant, zone)`. Null when none of the years 0
 * to 9999 does.
 *
 * @example
 * firstDayFrom(1, 'UTC') // '1970-01-02'
 */
export function firstDayFrom(instant: number, zone: string): string | null {
  const beginsLater = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).epochMilliseconds >= instant;
  if (!beginsLater(lastOfAll)) return null;
  if (beginsLater(firstOfAll)) return firstOfAll.toString();
  let day = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
  // Midnight can come twice, and a whole day not at all where a zone changed sides of the date line.
  while (!beginsLater(day)) day = day.add({ days: 1 });
  while (beginsLater(day.subtract({ days: 1 }))) day = day.subtract({ days: 1 });
  return day.toString();
}
