import { findHolidays, type Holiday, listHolidayRegions } from '../../connectors/holidays.ts';
import { BatonError } from '../../core/errors.ts';

export async function readHolidayRegions(): Promise<{ data: { code: string; name: string }[] }> {
  return { data: await listHolidayRegions() };
}

export async function readHolidays(region: string, year: number): Promise<{ data: Holiday[] }> {
  const data = await findHolidays(region, year);
  if (data) return { data };
  throw new BatonError('not-found', 'region.not-found', `No holidays are known for "${region}". Choose from the list.`);
}
