import type { CompiledCalendar } from '../calendar/compile.ts';
import { businessTimeBetween } from '../clock/business-time.ts';
import type { PlantedLead } from './story.ts';

/**
 * What somebody who is planted shows at the end of the story: a lead that waits in the Inbox, one that waits for the rulings of both heads,
 * one whose rejection waits for its answer, one that joins another, one that sleeps for a few days more, one that is being called, or a place in the queue.
 */
export type Script = 'waits' | 'contested' | 'rejected' | 'duplicate' | 'wakes' | 'called' | 'queues';

type Planted = { script: Script; hours: number; country: 'DE' | 'US'; industry: string | null };

/** So many business hours before the end each of them asks for a demo. The first response is due within four. */
const planted: readonly Planted[] = [
  // Nearly late.
  { script: 'waits', hours: 3.5, country: 'DE', industry: null },
  { script: 'waits', hours: 1.7, country: 'DE', industry: null },
  { script: 'waits', hours: 0.6, country: 'DE', industry: null },
  { script: 'waits', hours: 2.2, country: 'US', industry: null },
  { script: 'waits', hours: 0.9, country: 'US', industry: null },
  { script: 'queues', hours: 7, country: 'DE', industry: 'education' },
  { script: 'queues', hours: 2, country: 'DE', industry: 'education' },
  { script: 'contested', hours: 34, country: 'DE', industry: null },
  { script: 'rejected', hours: 9, country: 'DE', industry: null },
  { script: 'rejected', hours: 12, country: 'US', industry: null },
  { script: 'duplicate', hours: 20, country: 'DE', industry: null },
  { script: 'wakes', hours: 14, country: 'DE', industry: null },
  { script: 'called', hours: 8, country: 'DE', industry: null },
  { script: 'called', hours: 6, country: 'US', industry: null },
];

/** From so many business hours before the end nobody of the cast decides any more: what comes then waits for whoever looks. */
const quietHours = 3.8;

/**
 * The last business hours of the story: who is planted in them with what they are there for, and from when on the others keep still.
 *
 * @param end when the story ends, epoch milliseconds
 * @param calendars the hours by country
 * @example
 * planEnding(Date.UTC(2026, 2, 9, 15, 30), { DE: newYork, US: newYork }).leads.length // 14
 */
export function planEnding(
  end: number,
  calendars: Readonly<Record<'DE' | 'US', CompiledCalendar>>,
): { leads: (PlantedLead & { script: Script })[]; quietFrom: number } {
  const leads = planted.map(({ hours, ...one }) => ({
    ...one,
    at: businessHoursBefore(calendars[one.country], end, hours),
  }));
  return { leads, quietFrom: businessHoursBefore(calendars.DE, end, quietHours) };
}

const hour = 3_600_000;
/** No calendar is closed for longer. */
const longest = 40 * 24 * hour;

/**
 * The latest instant from which so many business hours pass until `end`, to the minute; epoch milliseconds.
 *
 * @example
 * businessHoursBefore(newYork, Date.UTC(2026, 2, 9, 15, 30), 3.5) > Date.UTC(2026, 2, 6, 20, 58) // true
 */
export function businessHoursBefore(calendar: CompiledCalendar, end: number, hours: number): number {
  let [early, late] = [end - longest, end];
  while (late - early > 60_000) {
    const middle = Math.floor((early + late) / 2);
    if (businessTimeBetween(calendar, middle, end) >= hours * hour) early = middle;
    else late = middle;
  }
  return early;
}
