import { describe, expect, it } from 'vitest';
import { HolidayRegion } from '../core/calendar/schema.ts';
import { findHolidays, listHolidayRegions } from './holidays.ts';

const days = async (region: string, year: number) => (await findHolidays(region, year))?.map(({ day }) => day);

describe('public holidays', () => {
  it('are those of the region', async () => {
    // Bundesland Berlin, 2026, from its own law: Women's Day is kept in Berlin and not in Bavaria.
    expect(await days('DE-BE', 2026)).toEqual([
      '2026-01-01',
      '2026-03-08',
      '2026-04-03',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-25',
      '2026-10-03',
      '2026-12-25',
      '2026-12-26',
    ]);
    expect(await days('DE-BY', 2026)).not.toContain('2026-03-08');
    expect(await days('DE-BY-A', 2026)).toContain('2026-08-08');
    expect(await days('US', 2026)).toContain('2026-07-03');
    expect((await findHolidays('DE', 2026))?.[0]).toEqual({ day: '2026-01-01', name: "New Year's Day" });
  });

  it('cover each day of a feast that lasts several', async () => {
    const turkey = await findHolidays('TR', 2026);
    const feast = turkey?.filter(({ name }) => /Sacrifice|Kurban|Adha/i.test(name)).map(({ day }) => day);
    expect(feast?.length).toBeGreaterThanOrEqual(3);
  });

  it('are not known for what is no region', async () => {
    for (const region of ['XX', 'DE-ZZ', 'DE-BY-ZZ', 'DE-constructor', '__proto__']) {
      expect(await findHolidays(region, 2026), region).toBeNull();
    }
  });

  it('can be had for every region in the list, whose codes the contracts take', async () => {
    const regions = await listHolidayRegions();
    expect(regions.length).toBeGreaterThan(600);
    expect(regions.find(({ code }) => code === 'DE-BE')?.name).toBe('Germany, Berlin');
    expect(regions.map(({ code }) => code).filter((code) => !HolidayRegion.safeParse(code).success)).toEqual([]);
    for (const { code } of regions.filter((_, n) => n % 25 === 0)) {
      expect((await findHolidays(code, 2026))?.length, code).toBeGreaterThan(0);
    }
  });
});
