/** Why promises to a lead stand still, and until when, in the words of the Inbox. */
import type { PauseReason } from '../../../src/core/clock/pause.ts';
import type { HandoffClock } from '../../../src/features/clocks/schema.ts';
import type { Format } from '../../format.ts';
import { fromInstant } from '../settings/zoned.ts';

export const pauseWords: Record<PauseReason, string> = {
  'waiting-for-date': "waiting for the prospect's date",
  'waiting-for-information': 'waiting for information',
  'absence-with-cover': 'its owner is away with a cover',
  'legal-hold': 'legal hold',
};

/**
 * Midnight is the beginning of a day: only the day is said then.
 *
 * @example
 * sayPause(pause, now(), format) // "waiting for the prospect's date, until 3 Mar 2026"
 */
export function sayPause(pause: NonNullable<HandoffClock['pause']>, from: Date, format: Format): string {
  const { reason, until, resumesAt } = pause;
  const end = resumesAt ?? until;
  const why = pauseWords[reason];
  if (end === null) return why;
  const day = fromInstant(end, format.zone).time === '00:00' ? format.date(end) : format.when(end, from);
  return until === null ? `${why}, until somebody resumes it, ${day} at the latest` : `${why}, until ${day}`;
}
