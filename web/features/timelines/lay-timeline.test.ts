import { expect, test } from 'vitest';
import type { TimelineEntry } from '../../../src/features/contacts/schema.ts';
import { createFormat } from '../../format.ts';
import { layTimeline } from './lay-timeline.ts';

const entryAt = (at: string, more: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id: at,
  at,
  kind: 'touch',
  department: 'marketing',
  text: 'Read the pricing page',
  contact: { id: '01980000-0000-7000-8000-000000000001', name: 'Ana Plant' },
  detail: {},
  record: null,
  ...more,
});
const { dayOf } = createFormat({ locale: 'en-GB', zone: 'Europe/Berlin', currency: 'EUR' });

test('each side has its place, what both share is in the middle, and a handoff lies across', () => {
  const entries = [
    entryAt('2026-11-20T12:00:00Z', { kind: 'handoff', department: 'both' }),
    entryAt('2026-11-20T11:00:00Z', { kind: 'journey', department: 'both' }),
    entryAt('2026-11-20T10:00:00Z', { department: 'sales' }),
    entryAt('2026-11-20T09:00:00Z'),
  ];
  const [day] = layTimeline(entries, dayOf);
  expect(day?.entries.map(({ place }) => place)).toEqual(['across', 'middle', 'right', 'left']);
});

test('a day begins at midnight of who reads', () => {
  const entries = [entryAt('2026-11-20T23:30:00Z'), entryAt('2026-11-20T22:30:00Z'), entryAt('2026-11-20T08:00:00Z')];
  const days = layTimeline(entries, dayOf).map(({ day, entries: { length } }) => [day, length]);
  expect(days).toEqual([
    ['2026-11-21', 1],
    ['2026-11-20', 2],
  ]);
});

test('the note leaves out ids, what is empty, and what the text says already', () => {
  const detail = {
    handoffId: '01980000-0000-7000-8000-00000000000a',
    channel: 'Organic search',
    campaign: null,
    page: 'the pricing page',
  };
  expect(layTimeline([entryAt('2026-11-20T09:00:00Z', { detail })], dayOf)[0]?.entries[0]?.note).toBe('Organic search');
});
