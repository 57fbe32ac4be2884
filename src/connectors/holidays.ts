import type Holidays from 'date-holidays';
import { sortKey } from '../core/text.ts';

export type Holiday = { day: string; name: string };

const day = 86_400_000;
/** An hour more or less, where the clocks change on that day. */
const tolerance = 0.05;

// The data of all countries takes 100 ms and 30 MB to load: only a Baton that asks for holidays pays for it.
const load = async () => (await import('date-holidays')).default;

/** Every country, state and region whose public holidays are known, in order of their names. */
export async function listHolidayRegions(): Promise<{ code: string; name: string }[]> {
  const known = new (await load())();
  const regions: { code: string; name: string }[] = [];
  for (const [country, countryName] of entries(known.getCountries('en'))) {
    regions.push({ code: country, name: countryName });
    for (const [state, stateName] of entries(known.getStates(country, 'en'))) {
      regions.push({ code: `${country}-${state}`, name: `${countryName}, ${stateName}` });
      for (const [region, regionName] of entries(known.getRegions(country, state, 'en'))) {
        regions.push({ code: `${country}-${state}-${region}`, name: `${countryName}, ${stateName}, ${regionName}` });
      }
    }
  }
  const keyed = regions.map((region) => ({ region, key: sortKey(region.name) }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ region }) => region);
}

/**
 * The public holidays of a region in a year, the earliest first; null for a region that is not known. Only whole days: a
 * holiday that begins at two in the afternoon closes nothing.
 *
 * @param region `DE`, `DE-BE`, `DE-BY-A`
 */
export async function findHolidays(region: string, year: number): Promise<Holiday[] | null> {
  const Known = await load();
  if (!isKnown(new Known(), region)) return null;
  const [country = '', state = '', part = ''] = region.split('-');
  const holidays = new Known(country, state, part, { languages: ['en'], types: ['public'] });
  const found = new Map<string, Holiday>();
  for (const { date, start, end, name } of holidays.getHolidays(year)) {
    for (const each of wholeDays(date, end.getTime() - start.getTime()))
      found.set(`${each} ${name}`, { day: each, name });
  }
  return [...found.keys()].sort().map((key) => found.get(key) as Holiday);
}

function isKnown(known: Holidays, code: string): boolean {
  const [country = '', state, region] = code.split('-');
  if (!Object.hasOwn(known.getCountries('en'), country)) return false;
  if (state === undefined) return true;
  if (!Object.hasOwn(known.getStates(country, 'en') ?? {}, state)) return false;
  return region === undefined || Object.hasOwn(known.getRegions(country, state, 'en') ?? {}, region);
}

/** The days that a holiday covers from midnight to midnight. `date` is its start in local time: `2026-04-03 00:00:00`. */
function wholeDays(date: string, length: number): string[] {
  const midnight = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  const start = (Date.parse(`${date.slice(0, 10)}T${date.slice(11, 19)}Z`) - midnight) / day;
  const days: string[] = [];
  for (let n = Math.ceil(start - tolerance); n + 1 <= start + length / day + tolerance; n += 1) {
    days.push(new Date(midnight + n * day).toISOString().slice(0, 10));
  }
  return days;
}

const entries = (names: Record<string, string> | undefined) => Object.entries(names ?? {});
