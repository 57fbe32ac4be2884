import type { AccountFacts, ConfirmFacts, ContactFacts, DealFacts, TouchFacts } from '../agreement/facts.ts';
import type { JourneyEvent } from '../lifecycle/journey.ts';
import { findStandingEvents, type StageEvent } from '../lifecycle/stage-events.ts';
import type { Recycle, ScoredTouch } from '../scoring/rules.ts';

/** A touch as conditions and scoring see it. `live`: it did not come with an import of history. */
export type PersonTouch = TouchFacts & ScoredTouch & { live: boolean };

/** All that is known of one contact and that the agreement may ask about. Instants are epoch milliseconds. */
export type Person = {
  id: string;
  createdAt: number;
  contact: ContactFacts;
  account: AccountFacts | null;
  deal: DealFacts | null;
  confirm: ConfirmFacts | null;
  /** All touches, in any order. */
  touches: readonly PersonTouch[];
  recycles: readonly Recycle[];
  /** All moves of the lead stage, in order. */
  events: readonly StageEvent[];
  /** All changes of the journey step, in order. */
  journey: readonly JourneyEvent[];
  /** What became of the qualification of the cycle that runs or begins: the contact waits for information, or was handed over. */
  standing: 'waiting' | 'handed-over' | null;
  /** Until when a recycled contact sleeps. */
  wakeUpAt: number | null;
};

/**
 * The touches that had happened by an instant, of those known by another.
 *
 * @param at, knownBy epoch milliseconds
 * @example
 * listKnown([{ id: 't', kind: 'call', at: 3, knownAt: 9, live: true }], 5, 5) // []
 */
export function listKnown(touches: readonly PersonTouch[], at: number, knownBy: number): PersonTouch[] {
  return touches.filter((touch) => touch.at <= at && touch.knownAt <= knownBy);
}

/**
 * Since when the touches count for stages: the last time that Sales gave the contact back; null while nobody has.
 *
 * @example
 * cycleBegan([]) // null
 */
export function cycleBegan(events: readonly StageEvent[]): number | null {
  const recycled = findStandingEvents(events).findLast(({ to }) => to === 'recycled');
  return recycled === undefined ? null : (recycled.occurredAt ?? recycled.decidedAt);
}
