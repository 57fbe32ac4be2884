import { shiftDay } from '../calendar/day.ts';

/** So many days before its review date the heads are reminded. */
const reviewNotice = 30;

/** How near the review of an agreement in force is. */
export type ReviewState = 'none' | 'later' | 'soon' | 'overdue';

/**
 * How near the review date of an agreement is on a day; an overdue agreement stays in force.
 *
 * @param review the day in the agreement, such as `2026-12-15`
 * @param today the day in the calendar's zone
 * @example
 * readReviewState('2026-12-15', '2026-11-15') // 'soon'
 */
export function readReviewState(review: string | undefined, today: string): ReviewState {
  if (review === undefined) return 'none';
  if (today > review) return 'overdue';
  return today >= shiftDay(review, -reviewNotice) ? 'soon' : 'later';
}

/**
 * Which reminder of the review is due on a day, so that each is sent once: the first 30 days before the date, one each week
 * from then on; null before.
 *
 * @example
 * findReviewReminder('2026-12-15', '2026-11-22') // 1
 */
export function findReviewReminder(review: string | undefined, today: string): number | null {
  if (review === undefined || today < shiftDay(review, -reviewNotice)) return null;
  const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
  return Math.floor((day(today) - day(review) + reviewNotice) / 7);
}
