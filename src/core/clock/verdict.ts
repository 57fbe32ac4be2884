import { endPauses, pauseEndsAt } from './auto-resume.ts';
import { businessTimeBetween } from './business-time.ts';
import { climbLadder } from './escalation.ts';
import type { Calendars } from './part.ts';
import { isPaused, type Pause } from './pause.ts';
import { dueForTarget, measureTarget, type Target } from './target.ts';

/** One promise to one handoff; all instants in epoch milliseconds. */
export type Clock = {
  readonly calendars: Calendars;
  readonly start: number;
  readonly target: Target;
  readonly pauses: readonly Pause[];
  /** When the fact came that keeps the promise; null while it has not. */
  readonly answeredAt: number | null;
};

/** `kept` when answered by the due instant; `broken` by time alone, at the first instant after it. */
export type ClockState = 'running' | 'paused' | 'kept' | 'broken' | 'unreachable';

/** A clock as it stands at an instant. A broken one that was answered later keeps both facts: `due` and `answeredAt`. */
export type Verdict = {
  readonly state: ClockState;
  readonly due: number | null;
  /** As far as it is known at that instant. */
  readonly answeredAt: number | null;
  /** Business time in milliseconds until due, from the answer or from that instant; 0 when broken, null when unreachable. */
  readonly remaining: number | null;
  /** When a pause that stands at that instant ends by word or by itself. */
  readonly resumesAt: number | null;
};

/**
 * Judges a due instant and an answer at an instant, both taken as they are stored.
 *
 * @param due null while nothing is due
 * @example
 * judgeAnswer(100, null, 101) // 'broken'
 * judgeAnswer(100, 100, 101) // 'kept'
 */
export function judgeAnswer(due: number | null, answeredAt: number | null, now: number): 'running' | 'kept' | 'broken' {
  const at = answeredAt !== null && answeredAt <= now ? answeredAt : null;
  if (due !== null && (at ?? now) > due) return 'broken';
  return at === null ? 'running' : 'kept';
}

/**
 * Judges a clock at an instant. What comes after that instant is not known yet: a later answer does not count. Pauses that
 * nobody ended end by themselves after ten business days.
 *
 * @example
 * judgeClock({ calendars: newYork, start: Date.UTC(2026, 5, 16, 14), target: { business: 7_200_000 }, pauses: [], answeredAt: null }, Date.UTC(2026, 5, 16, 15)) // { state: 'running', due: Date.UTC(2026, 5, 16, 16), answeredAt: null, remaining: 3_600_000, resumesAt: null }
 */
export function judgeClock(clock: Clock, now: number): Verdict {
  const { calendars, start, target } = clock;
  const pauses = endPauses(calendars, clock.pauses, now);
  const { due, reason } = dueForTarget(calendars, start, target, pauses);
  const answeredAt = clock.answeredAt !== null && clock.answeredAt <= now ? clock.answeredAt : null;
  const judged = judgeAnswer(due, answeredAt, now);
  const stillStands = judged === 'running' && isPaused(pauses, now);
  let state: ClockState = judged;
  if (judged === 'running' && reason === 'unreachable') state = 'unreachable';
  else if (stillStands) state = 'paused';
  return {
    state,
    due,
    answeredAt,
    remaining: findRemaining({ ...clock, pauses }, answeredAt ?? now, reason === 'unreachable'),
    resumesAt: state === 'paused' ? findResume(calendars, pauses, now) : null,
  };
}

function findRemaining({ calendars, start, target, pauses }: Clock, at: number, isUnreachable: boolean): number | null {
  const whole = isUnreachable ? null : measureTarget(calendars, start, target);
  return whole === null ? null : Math.max(0, whole - businessTimeBetween(calendars, start, at, pauses));
}

/** When the clock runs again: at the end of the last of the pauses that hold it without a break. */
function findResume(calendars: Calendars, pauses: readonly Pause[], now: number): number | null {
  const ended = pauses.map((pause) => ({ from: pause.from, to: pauseEndsAt(calendars, pause) }));
  let at = now;
  for (;;) {
    const holding = ended.find(({ from, to }) => from <= at && (to === null || at < to));
    if (holding === undefined) return at;
    if (holding.to === null) return null;
    at = holding.to;
  }
}

/**
 * The next instant after `now` at which something happens to a clock by time: a step of its ladder, its due instant, the end
 * of a pause. Null when nothing is left to do: it was answered, or it never ends.
 *
 * @example
 * nextStepAt({ calendars: newYork, start: Date.UTC(2026, 5, 16, 14), target: { business: 7_200_000 }, pauses: [], answeredAt: null }, [50, 150], Date.UTC(2026, 5, 16, 15)) // Date.UTC(2026, 5, 16, 16)
 */
export function nextStepAt(clock: Clock, percents: readonly number[], now: number): number | null {
  const { state, answeredAt, resumesAt } = judgeClock(clock, now);
  if (answeredAt !== null || state === 'unreachable') return null;
  const { calendars, start, target } = clock;
  const steps = climbLadder(calendars, start, target, [...percents, 100], endPauses(calendars, clock.pauses, now));
  const instants = [...steps.map(({ at }) => at), resumesAt].filter((at) => at !== null && at > now);
  return instants.length === 0 ? null : Math.min(...(instants as number[]));
}
