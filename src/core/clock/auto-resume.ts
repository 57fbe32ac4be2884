import { dueAfterBusinessDays } from './business-days.ts';
import type { Calendars } from './part.ts';
import type { Pause } from './pause.ts';

/** After so many business days a pause that nobody ended ends by itself: no promise stands still unnoticed. */
export const longestPauseDays = 10;

/**
 * When a pause ends: when somebody said it would, else at the close of the 10th business day after its first. Null when
 * nobody said and the calendar never opens for so long.
 *
 * @example
 * pauseEndsAt(newYork, { from: Date.UTC(2026, 5, 16, 14), to: null }) // Date.UTC(2026, 5, 30, 21)
 */
export function pauseEndsAt(calendars: Calendars, pause: Pause): number | null {
  return pause.to ?? dueAfterBusinessDays(calendars, pause.from, longestPauseDays).due;
}

/**
 * Of pauses those that hold at an instant, as they were given: begun, and not ended by word or by themselves.
 *
 * @example
 * listHolding(newYork, [{ from: Date.UTC(2026, 5, 16, 14), to: null }], Date.UTC(2026, 6, 1)) // []
 */
export function listHolding<One extends Pause>(calendars: Calendars, pauses: readonly One[], now: number): One[] {
  return pauses.filter((pause) => {
    if (pause.from > now) return false;
    const end = pauseEndsAt(calendars, pause);
    return end === null || now < end;
  });
}

/**
 * Pauses as they stand at an instant: those that nobody ended and that have ended by themselves get their end.
 *
 * @example
 * endPauses(newYork, [{ from: Date.UTC(2026, 5, 16, 14), to: null }], Date.UTC(2026, 6, 1)) // [{ from: Date.UTC(2026, 5, 16, 14), to: Date.UTC(2026, 5, 30, 21) }]
 */
export function endPauses(calendars: Calendars, pauses: readonly Pause[], now: number): Pause[] {
  return pauses.map((pause) => {
    if (pause.to !== null || pause.from > now) return pause;
    const end = pauseEndsAt(calendars, pause);
    return end !== null && end <= now ? { from: pause.from, to: end } : pause;
  });
}
