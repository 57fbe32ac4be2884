/** What a ring says in words: for hover, for screen readers, and beside it. */
import type { Format } from '../format.ts';
import { isOpenAt, type RingClock, readRing } from './ring-time.ts';

/**
 * Whole minutes of business time; what is begun does not count as left.
 *
 * @example
 * minutesText(162.8, format) // '2 h 42 min'
 */
export function minutesText(minutes: number, format: Format): string {
  return minutes > 0 && minutes < 1 ? 'under 1 min' : format.duration(Math.floor(minutes));
}

/** How the clock stands, as a sentence without its due time: "2 h 10 min of business time left". */
export function ringWords(clock: RingClock, at: number, format: Format): string {
  const { look, minutesLeft } = readRing(clock, at);
  const left = minutesLeft === null ? null : `${minutesText(minutesLeft, format)} of business time left`;
  if (look === 'broken') return 'The time is over';
  if (look === 'kept') return 'Kept';
  if (look === 'cancelled') return 'No longer owed';
  if (look === 'unreachable') return 'No working hours ahead, so there is no due time';
  if (look === 'paused') return left ? `Paused with ${left}` : 'Paused';
  if (!left) return 'Running';
  return isOpenAt(clock, at) || clock.open.length === 0 ? `${left}` : `${left}, outside working hours now`;
}

/** When it is due, exactly and in the reader's zone; null where there is no such time or it no longer matters. */
export function dueWords(clock: RingClock, format: Format): string | null {
  if (clock.dueAt === null || clock.state === 'cancelled' || clock.state === 'paused') return null;
  return `Due ${format.exact(clock.dueAt)}`;
}
