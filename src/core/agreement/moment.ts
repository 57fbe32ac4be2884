import { Temporal } from 'temporal-polyfill';
import { GrammarError } from './grammar.ts';

/**
 * A day or an instant as an agreement writes it. Without an offset it is in the calendar's zone; a day stands for the
 * whole day there.
 */
export type Moment = string;

const pattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?)(Z|[+-]\d{2}:\d{2})?)?$/;

/**
 * Checks `2026-10-01`, `2026-10-01T08:00`, `2026-10-01T08:00+02:00` and gives it in one form.
 *
 * @throws GrammarError
 * @example
 * parseMoment('2026-10-01 08:00') // '2026-10-01T08:00'
 */
export function parseMoment(text: string): Moment {
  const form = 'Write a day such as 2026-10-01 or an instant such as 2026-10-01T08:00.';
  const found = pattern.exec(text.trim());
  if (!found) throw new GrammarError(`"${text}" is neither a day nor an instant.`, 0, form);
  const [, day = '', time, offset = ''] = found;
  try {
    Temporal.PlainDate.from(day, { overflow: 'reject' });
    if (time !== undefined) Temporal.PlainTime.from(time, { overflow: 'reject' });
    const moment = time === undefined ? day : `${day}T${time}${offset}`;
    if (offset !== '') Temporal.Instant.from(moment);
    return moment;
  } catch {
    throw new GrammarError(`There is no ${text.trim()} in the calendar.`, 0, form);
  }
}

/**
 * The first instant of a moment and the first after it, in epoch milliseconds. Of a day: its midnight in the zone and
 * the next; of an instant: itself and one millisecond later. Wall times in a gap or overlap are taken as `compatible`.
 *
 * @example
 * momentRange('2026-10-01', 'UTC') // { start: 1790812800000, end: 1790899200000 }
 */
export function momentRange(moment: Moment, zone: string): { start: number; end: number } {
  if (/^\d{4}-\d{2}-\d{2}$/.test(moment)) {
    const day = Temporal.PlainDate.from(moment);
    const midnight = (date: Temporal.PlainDate) => date.toZonedDateTime(zone).epochMilliseconds;
    return { start: midnight(day), end: midnight(day.add({ days: 1 })) };
  }
  const start = /(?:Z|[+-]\d{2}:\d{2})$/.test(moment.slice(11))
    ? Temporal.Instant.from(moment).epochMilliseconds
    : Temporal.PlainDateTime.from(moment).toZonedDateTime(zone).epochMilliseconds;
  return { start, end: start + 1 };
}
