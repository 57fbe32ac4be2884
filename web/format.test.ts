import { expect, test } from 'vitest';
import { createFormat } from './format.ts';

const format = createFormat({ locale: 'en-GB', zone: 'Europe/Berlin', currency: 'EUR' });

test.each([
  ['2026-11-23T13:02:00Z', 'today 14:02'],
  ['2026-11-24T08:10:00Z', 'tomorrow 09:10'],
  ['2026-11-22T22:59:00Z', 'yesterday 23:59'],
  // Midnight of the reader, not of UTC, begins the day.
  ['2026-11-22T23:00:00Z', 'today 00:00'],
  ['2026-12-03T13:02:00Z', 'Thu 3 Dec, 14:02'],
  ['2027-01-05T13:02:00Z', '5 Jan 2027, 14:02'],
])('%s is said as %s', (instant, text) => {
  expect(format.when(instant, new Date('2026-11-23T09:00:00Z'))).toBe(text);
});

test('points carry their sign, estimates no cents', () => {
  expect([48.53, 60, -40, 0].map(format.signed)).toEqual(['+48.5', '+60', '-40', '0']);
  expect(format.roughMoney({ minor: 720_049, currency: 'EUR' })).toBe('€7,200');
  expect(format.roughMoney({ minor: 7_200, currency: 'JPY' })).toBe('JP¥7,200');
});
