import { expect, test } from 'vitest';
import { createFormat } from '../../format.ts';
import { sayPause } from './pause-words.ts';

const format = createFormat({ locale: 'en-GB', zone: 'Europe/Berlin', currency: 'EUR' });
const from = new Date('2026-02-20T09:00:00Z');
const pause = { reason: 'waiting-for-date' as const, note: null, from: from.toISOString() };

test.each<[string | null, string | null, string]>([
  ['2026-03-02T23:00:00Z', '2026-03-02T23:00:00Z', "waiting for the prospect's date, until 3 Mar 2026"],
  // Another pause follows.
  ['2026-03-02T23:00:00Z', '2026-03-04T23:00:00Z', "waiting for the prospect's date, until 5 Mar 2026"],
  ['2026-02-20T14:00:00Z', '2026-02-20T14:00:00Z', "waiting for the prospect's date, until today 15:00"],
  [
    null,
    '2026-03-05T23:00:00Z',
    "waiting for the prospect's date, until somebody resumes it, 6 Mar 2026 at the latest",
  ],
  [null, null, "waiting for the prospect's date"],
])('until %s, resumed at %s: %s', (until, resumesAt, words) => {
  expect(sayPause({ ...pause, until, resumesAt }, from, format)).toBe(words);
});
