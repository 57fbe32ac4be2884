import { expect, test } from 'vitest';
import type { PromiseFigure } from '../../../src/features/promises/schema.ts';
import { createFormat } from '../../format.ts';
import { lookOf, readBar, sayDelivered, sayDetails } from './promise-words.ts';

const format = createFormat({ locale: 'en-GB', zone: 'UTC', currency: 'EUR' });
const share: PromiseFigure = {
  ...{ clause: 'salesCommits.respond', promise: 'first response', department: 'sales', sentence: '', per: 'month' },
  ...{ period: { from: '2026-11-01', to: '2026-12-01', zone: 'UTC' }, measure: 'share', direction: 'at-least' },
  ...{ target: 0.9, delivered: 0.912, low: 0.81, high: 0.96, decided: 57, kept: 52, broken: 5, running: 3, needed: 30 },
  ...{ verdict: 'kept', pace: null, parts: [] },
};
const line: NonNullable<PromiseFigure['pace']>['line'] = [];
const volume: PromiseFigure = {
  ...share,
  ...{ measure: 'count', target: 120, delivered: 71, decided: 71, kept: 71, verdict: 'on-pace', low: null, high: null },
  pace: { workingDays: 21, elapsed: 12, goalToDate: 68.57, delta: 2.43, projected: 124.25, requiredPerDay: 5.44, line },
};

test('a share says what was agreed, its interval and what is late', () => {
  expect(sayDelivered(share, 'EUR', format)).toEqual(['91%', 'of 57']);
  expect(sayDetails(share, 'EUR', format)).toEqual(['Agreed 90%', 'interval 81% to 96%', '5 broken', '3 running']);
  expect(readBar(share)).toEqual({ filled: 0.912, mark: 0.9 });
});

test('too little data is no good and no bad news', () => {
  const few: PromiseFigure = { ...share, verdict: 'not-enough-data', kept: 6, decided: 7, broken: 1 };
  expect(lookOf(few)).toEqual({ is: 'unknown', word: 'Not enough data (7 of 30)' });
  expect(sayDelivered(few, 'EUR', format)).toEqual(['6 of 7', 'kept']);
  expect(sayDelivered({ ...few, direction: 'at-most' }, 'EUR', format)).toEqual(['1 of 7', 'rejected']);
  expect(sayDelivered({ ...few, delivered: null }, 'EUR', format)).toEqual(['–', 'none decided']);
});

test('an amount says its pace, what it needs and where it leads', () => {
  expect(sayDelivered(volume, 'EUR', format)).toEqual(['71', 'of 120']);
  expect(sayDetails(volume, 'EUR', format)).toEqual([
    'Pace today 68.6',
    'working day 12 of 21',
    'needs 5.4 a day',
    'estimate 124.3',
  ]);
  expect(readBar(volume).mark).toBeCloseTo(0.571, 3);
  const value: PromiseFigure = { ...volume, measure: 'value', target: 25_000_000, delivered: 13_350_000 };
  expect(sayDelivered(value, 'EUR', format)).toEqual(['€133,500', 'of €250,000']);
});
