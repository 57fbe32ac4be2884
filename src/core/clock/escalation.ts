import { dueAt } from './due.ts';
import type { Calendars } from './part.ts';
import type { Pause } from './pause.ts';
import { measureTarget, type Target } from './target.ts';

/** One step of an escalation ladder, in epoch milliseconds; without an instant, why not. */
export type EscalationStep = { readonly percent: number } & (
  | { readonly at: number; readonly reason: null }
  | { readonly at: null; readonly reason: 'paused' | 'unreachable' }
);

/**
 * When each step of an escalation ladder is reached: at a share of the business time of the target, so never outside of open
 * hours. Of business days it is a share of the business time from start to due.
 *
 * @param percents of the target: 100 is the due instant, 150 half as much again
 * @example
 * climbLadder(newYork, Date.UTC(2026, 5, 12, 19), { business: 240 * 60_000 }, [50, 80]) // [{ percent: 50, at: Date.UTC(2026, 5, 12, 21), reason: null }, { percent: 80, at: Date.UTC(2026, 5, 15, 14, 12), reason: null }]
 */
export function climbLadder(
  calendars: Calendars,
  start: number,
  target: Target,
  percents: readonly number[],
  pauses: readonly Pause[] = [],
): EscalationStep[] {
  const whole = measureTarget(calendars, start, target);
  return percents.map((percent) => {
    if (whole === null) return { percent, at: null, reason: 'unreachable' };
    const { due, reason } = dueAt(calendars, start, Math.round((whole * percent) / 100), pauses);
    return due === null ? { percent, at: null, reason } : { percent, at: due, reason: null };
  });
}
