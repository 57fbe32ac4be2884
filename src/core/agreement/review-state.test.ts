import { expect, it } from 'vitest';
import { findReviewReminder, readReviewState } from './review-state.ts';

it.each([
  ['2026-11-14', 'later', null],
  ['2026-11-15', 'soon', 0],
  ['2026-11-21', 'soon', 0],
  ['2026-11-22', 'soon', 1],
  ['2026-12-15', 'soon', 4],
  ['2026-12-16', 'overdue', 4],
  ['2027-01-03', 'overdue', 7],
] as const)('on %s a review of 15 December is %s, reminder %s', (today, state, reminder) => {
  expect(readReviewState('2026-12-15', today)).toBe(state);
  expect(findReviewReminder('2026-12-15', today)).toBe(reminder);
});

it('knows of no review where none is agreed', () => {
  expect(readReviewState(undefined, '2026-12-15')).toBe('none');
  expect(findReviewReminder(undefined, '2026-12-15')).toBeNull();
});
