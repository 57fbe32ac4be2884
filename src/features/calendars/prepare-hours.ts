import { findHolidays } from '../../connectors/holidays.ts';
import { type CompiledCalendar, compileCalendar } from '../../core/calendar/compile.ts';
import type { WorkingHours } from '../../core/calendar/schema.ts';

/** Hours with what they stand in: the key changes whenever they do. */
export type KeyedHours = { key: string; hours: WorkingHours };

/** Promises of more business days than this many years hold meet no holidays in the years beyond. */
const yearsAhead = 3;

/** Compiled calendars remember the weeks that were asked for, so they are worth keeping; these are as many as one Baton uses at once. */
const compiled = new Map<string, Promise<CompiledCalendar>>();
const mostCompiled = 2_000;

/**
 * Makes working hours ready for calculation, with the holidays of the years around: from that of the earliest instant that
 * will be asked for.
 */
export async function prepareHours({ key, hours }: KeyedHours, from: Date, now: Date): Promise<CompiledCalendar> {
  const years: [number, number] = [from.getUTCFullYear() - 1, now.getUTCFullYear() + yearsAhead];
  const name = `${key}:${years.join('-')}`;
  const known = compiled.get(name) ?? compile(hours, ...years);
  // Taken out and put back: the first of the map is the one that was not asked for longest.
  compiled.delete(name);
  compiled.set(name, known);
  for (const [oldest] of compiled) {
    if (compiled.size <= mostCompiled) break;
    compiled.delete(oldest);
  }
  try {
    return await known;
  } catch (error) {
    compiled.delete(name);
    throw error;
  }
}

async function compile(hours: WorkingHours, first: number, last: number): Promise<CompiledCalendar> {
  const holidays: string[] = [];
  if (hours.holidays !== null) {
    for (let year = first; year <= last; year += 1) {
      const found = await findHolidays(hours.holidays, year);
      holidays.push(...(found ?? []).map(({ day }) => day));
    }
  }
  return compileCalendar(hours, holidays);
}
