import { z } from 'zod';
import { Day, Zone } from '../wire.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const Weekday = z.enum(weekdays);
export type Weekday = z.infer<typeof Weekday>;

/**
 * Open time of one day, `"09:00-12:30"` in the calendar's zone. The end may run to `30:00` (06:00 of the next day) for a
 * night shift.
 */
export const SpanText = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([0-2]\d:[0-5]\d|30:00)$/, 'Write open hours as 09:00-12:30.');

/** Country, state and region whose public holidays are kept: `DE`, `DE-BE`, `DE-BY-A`. */
export const HolidayRegion = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Za-z0-9]{1,12}){0,2}$/, 'Choose a region from the list, such as DE-BE.');

/** Working hours: what is open on each weekday, on which holidays and own days it is closed, and which days differ. */
export const WorkingHours = z.object({
  zone: Zone,
  hours: z.partialRecord(Weekday, z.array(SpanText).max(12)),
  /** Region of the public holidays, `DE-BE` or `DE`; null for none. */
  holidays: HolidayRegion.nullable(),
  /** Own days on which nothing is open. */
  closed: z.array(Day).max(1000),
  /** Days with other hours than their weekday: `{ "2026-12-23": ["09:00-12:00"] }`. */
  days: z.record(Day, z.array(SpanText).max(12)),
});
export type WorkingHours = z.infer<typeof WorkingHours>;
