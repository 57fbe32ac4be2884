import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstDayFrom } from './first-day.ts';
import { readDate } from './read-fact.ts';

it.each([
  [1, 'UTC', '1970-01-02'],
  [0, 'UTC', '1970-01-01'],
  [Date.UTC(2026, 9, 1, 22), 'Europe/Berlin', '2026-10-02'],
  [Date.UTC(2026, 9, 1, 22) + 1, 'Europe/Berlin', '2026-10-03'],
  // Samoa had no 30 December 2011: it begins and ends with the 31st.
  [Date.UTC(2011, 11, 30, 10), 'Pacific/Apia', '2011-12-30'],
  [Date.UTC(2011, 11, 30, 10) + 1, 'Pacific/Apia', '2012-01-01'],
  [-1e20, 'UTC', '0000-01-01'],
  [1e20, 'UTC', null],
])('the first day from %j in %s is %j', (instant, zone, day) => {
  expect(firstDayFrom(instant, zone)).toBe(day);
});

it('parts the days that begin before an instant from those that do not', () => {
  const zones = fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'Pacific/Apia',
    'America/Havana',
    'Africa/Cairo',
    'Asia/Beirut',
  );
  const instants = fc.integer({ min: Date.UTC(2005, 0, 1), max: Date.UTC(2027, 0, 1) });
  fc.assert(
    fc.property(zones, instants, fc.integer({ min: -2, max: 2 }), (zone, instant, offset) => {
      const day = new Date(instant + offset * 86_400_000).toISOString().slice(0, 10);
      expect((readDate(day, zone) as number) >= instant).toBe(day >= (firstDayFrom(instant, zone) as string));
    }),
    { numRuns: 2_000 },
  );
});
