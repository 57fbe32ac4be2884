import { expect, test } from 'vitest';
import type { Rejection } from '../../../src/features/feedback/schema.ts';
import { type Grouping, groupRejections } from './answer-words.ts';

type Row = Pick<Rejection, 'reason' | 'campaign' | 'persona' | 'clocks' | 'openedAt'> & { id: string };

const row = (id: string, reason: string, campaign: string | null, due: string | null): Row => ({
  id,
  reason: { key: reason, name: reason.toUpperCase(), fixer: 'timing' },
  campaign,
  persona: null,
  openedAt: '2026-03-02T09:00:00.000Z',
  clocks: due === null ? [] : [clockOf(due)],
});
const clockOf = (dueAt: string): Rejection['clocks'][number] => ({
  ...{ id: dueAt, kind: 'answer', clause: 'answer', sentence: '', owner: null, state: 'running', answeredAt: null },
  ...{ pause: null, startedAt: dueAt, dueAt, minutes: 60, minutesLeft: 30, asOf: dueAt, open: [] },
});

const rows = [
  row('a', 'timing', 'spring', '2026-03-05T09:00:00.000Z'),
  row('b', 'fit', null, '2026-03-04T09:00:00.000Z'),
  row('c', 'timing', null, '2026-03-03T09:00:00.000Z'),
  row('d', 'timing', null, null),
];

test.each<[Grouping, [string, string[]][]]>([
  [
    'reason',
    [
      ['TIMING', ['c', 'a', 'd']],
      ['FIT', ['b']],
    ],
  ],
  [
    'campaign',
    [
      ['Without a campaign', ['c', 'b', 'd']],
      ['spring', ['a']],
    ],
  ],
  ['persona', [['No persona', ['c', 'b', 'a', 'd']]]],
])('groups by %s, the largest first, and in it by what is due first', (by, groups) => {
  expect(groupRejections(rows, by).map(({ name, rows }) => [name, rows.map(({ id }) => id)])).toEqual(groups);
});
