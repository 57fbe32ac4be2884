import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOpenAt, minutesLeftAt, type RingClock, readRing } from './ring-time.ts';

const due = '2026-11-24T11:30:00Z';

/** Four hours of business time, offered on Monday at 15:00 UTC, due on Tuesday at 11:30, with a break in the morning. */
const spans: RingClock = {
  state: 'running',
  asOf: '2026-11-23T15:00:00Z',
  dueAt: due,
  minutes: 240,
  minutesLeft: 240,
  open: [
    { from: '2026-11-23T15:00:00Z', to: '2026-11-23T17:00:00Z' },
    { from: '2026-11-24T09:00:00Z', to: '2026-11-24T10:00:00Z' },
    { from: '2026-11-24T10:30:00Z', to: '2026-11-24T11:30:00Z' },
  ],
};

test.each<[string, Partial<RingClock>, string, number | null, string]>([
  ['at the instant of the answer', {}, '2026-11-23T15:00:00Z', 240, 'running'],
  ['before it, by a browser that is slow', {}, '2026-11-23T14:00:00Z', 240, 'running'],
  ['inside the first stretch', {}, '2026-11-23T15:30:00Z', 210, 'running'],
  ['with a fraction of a minute', {}, '2026-11-23T15:00:30Z', 239.5, 'running'],
  ['overnight, where nothing passes', {}, '2026-11-24T03:00:00Z', 120, 'running'],
  ['inside the second stretch', {}, '2026-11-24T09:20:00Z', 100, 'running'],
  ['between two stretches of a day', {}, '2026-11-24T10:10:00Z', 60, 'running'],
  ['one instant before amber', {}, '2026-11-24T10:41:59Z', 48 + 1 / 60, 'running'],
  ['at 80 % used', {}, '2026-11-24T10:42:00Z', 48, 'amber'],
  ['just before due', {}, '2026-11-24T11:29:00Z', 1, 'amber'],
  ['at due', {}, due, 0, 'broken'],
  ['long after due', {}, '2026-12-24T11:30:00Z', 0, 'broken'],
  ['read inside a stretch', { asOf: '2026-11-23T16:00:00Z', minutesLeft: 180 }, '2026-11-23T16:30:00Z', 150, 'running'],
  ['paused: nothing passes', { state: 'paused', dueAt: null, minutesLeft: 30, open: [] }, due, 30, 'paused'],
  ['broken', { state: 'broken', minutesLeft: 0, open: [] }, '2026-11-23T15:30:00Z', 0, 'broken'],
  ['kept: what was left stays', { state: 'kept', minutesLeft: 171, open: [] }, due, 171, 'kept'],
  ['cancelled', { state: 'cancelled', minutesLeft: 20, open: [] }, due, 20, 'cancelled'],
  ['unreachable', { state: 'unreachable', dueAt: null, minutesLeft: null, open: [] }, due, null, 'unreachable'],
  ['without a known length', { minutes: null, minutesLeft: null }, '2026-11-23T15:30:00Z', null, 'running'],
  ['without a known length, after due', { minutes: null, minutesLeft: null }, due, null, 'broken'],
])('%s', (_, part, at, minutes, look) => {
  const reading = readRing({ ...spans, ...part }, Date.parse(at));
  if (minutes === null) expect(reading.minutesLeft).toBeNull();
  else expect(reading.minutesLeft).toBeCloseTo(minutes, 9);
  expect(reading.look).toBe(look);
});

test('the share is of the whole time', () => {
  expect(readRing(spans, Date.parse('2026-11-24T03:00:00Z')).left).toBe(0.5);
  expect(readRing({ ...spans, minutes: null }, Date.parse(spans.asOf)).left).toBeNull();
});

test('business time passes in the stretches, each with its start and without its end', () => {
  expect(isOpenAt(spans, Date.parse('2026-11-23T15:00:00Z'))).toBe(true);
  // The page counts in whole seconds and may be behind the answer.
  expect(isOpenAt(spans, Date.parse('2026-11-23T14:59:59Z'))).toBe(true);
  expect(isOpenAt(spans, Date.parse('2026-11-23T17:00:00Z'))).toBe(false);
  expect(isOpenAt(spans, Date.parse('2026-11-24T10:10:00Z'))).toBe(false);
});

test('time never comes back, and never faster than the wall clock goes', () => {
  const start = Date.parse(spans.asOf);
  fc.assert(
    fc.property(fc.nat(2 * 86_400_000), fc.nat(86_400_000), (first, then) => {
      const before = minutesLeftAt(spans, start + first) ?? 0;
      const after = minutesLeftAt(spans, start + first + then) ?? 0;
      expect(after).toBeLessThanOrEqual(before);
      expect(before - after).toBeLessThanOrEqual(then / 60_000 + 1e-9);
    }),
  );
});
