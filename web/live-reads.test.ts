import { expect, test } from 'vitest';
import { staleAfter } from './live-reads.ts';

const figures = ['reports.promises', 'reports.promise-records', 'reports.exceptions', 'reports.funnel', 'reports.wins'];
const inbox = ['handoffs.list', 'handoffs.get', 'handoffs.queue', ...figures];
const answers = ['feedback.list', 'feedback.groups', 'feedback.get'];

test.each([
  ['handoff.offered', 'handoff', inbox],
  ['handoff.rejected', 'handoff', [...inbox, ...answers]],
  ['handoff.verdict-undone', 'handoff', [...inbox, ...answers]],
  ['rejection.upheld', 'rejection', [...inbox, ...answers]],
  ['deal.won', 'deal', figures],
  ['lead.queued', 'qualification', ['handoffs.queue', ...figures]],
  ['notification.written', 'notification', ['notifications.list']],
  ['contact.merged', 'contact', []],
])('%s makes stale what shows it, and nothing else', (kind, object, stale) => {
  expect(staleAfter({ kind, object })).toEqual(stale);
});

test('whoever missed what happened reads everything anew', () => {
  expect(staleAfter(null)).toEqual([...inbox, ...answers, 'notifications.list']);
});
