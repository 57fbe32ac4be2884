import { expect, test } from 'vitest';
import { createFormat } from '../format.ts';
import type { RingClock } from './ring-time.ts';
import { dueWords, minutesText, ringWords } from './ring-words.ts';

const format = createFormat({ locale: 'en-GB', zone: 'Europe/Berlin', currency: 'EUR' });
const clock: RingClock = {
  state: 'running',
  asOf: '2026-11-23T13:00:00Z',
  dueAt: '2026-11-24T09:10:00Z',
  minutes: 240,
  minutesLeft: 130,
  open: [
    { from: '2026-11-23T13:00:00Z', to: '2026-11-23T14:00:00Z' },
    { from: '2026-11-24T08:00:00Z', to: '2026-11-24T09:10:00Z' },
  ],
};

test.each<[Partial<RingClock>, string, string]>([
  [{}, '2026-11-23T13:00:00Z', '2 h 10 min of business time left'],
  [{}, '2026-11-23T20:00:00Z', '1 h 10 min of business time left, outside working hours now'],
  [{}, '2026-11-24T09:09:30Z', 'under 1 min of business time left'],
  [{}, '2026-11-24T09:10:00Z', 'The time is over'],
  [{ state: 'paused', dueAt: null, open: [] }, '2026-11-24T09:10:00Z', 'Paused with 2 h 10 min of business time left'],
  [{ state: 'kept', open: [] }, '2026-11-24T09:10:00Z', 'Kept'],
  [{ state: 'cancelled', open: [] }, '2026-11-24T09:10:00Z', 'No longer owed'],
  [
    { state: 'unreachable', dueAt: null, minutesLeft: null, open: [] },
    '2026-11-24T09:10:00Z',
    'No working hours ahead, so there is no due time',
  ],
])('%j at %s: %s', (part, at, words) => {
  expect(ringWords({ ...clock, ...part }, Date.parse(at), format)).toBe(words);
});

test('the due time is exact and in the zone of the reader', () => {
  expect(dueWords(clock, format)).toMatch(/^Due Tuesday.* 24 November 2026 at 10:10:00/);
  expect(dueWords({ ...clock, state: 'paused', dueAt: null }, format)).toBeNull();
});

test('minutes that have begun are not left any more', () => {
  expect(minutesText(162.8, format)).toBe('2 h 42 min');
  expect(minutesText(0.4, format)).toBe('under 1 min');
});
