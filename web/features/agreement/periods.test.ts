import { expect, test } from 'vitest';
import { nextMonth, nextQuarter } from './periods.ts';

test.each([
  ['2026-11-22T10:00:00Z', 'UTC', '2026-12-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['2026-12-31T23:30:00Z', 'UTC', '2027-01-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  // There it is the new year already.
  ['2026-12-31T23:30:00Z', 'Europe/Berlin', '2027-01-31T23:00:00.000Z', '2027-03-31T22:00:00.000Z'],
  ['2026-01-01T00:00:00Z', 'America/New_York', '2026-01-01T05:00:00.000Z', '2026-01-01T05:00:00.000Z'],
])('after %s in %s', (at, zone, month, quarter) => {
  expect([nextMonth(at, zone), nextQuarter(at, zone)]).toEqual([month, quarter]);
});
