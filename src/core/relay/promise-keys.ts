import type { Facts } from '../agreement/facts.ts';
import { type ClockKind, clockKinds } from '../handoff/clock-effects.ts';
import { findPromise, type Relay } from './relay.ts';

/** The clause of the promise that binds a handoff, by the kind of its clock; kinds that nobody promised are left out. */
export type PromiseKeys = Partial<Record<ClockKind, string>>;

/**
 * Chooses the promises of a handoff once, by what is known of the contact when it is offered: also those whose clocks start
 * later, so that nothing that is learnt in between moves a promise.
 *
 * @example
 * const facts = { at: 0, contact: {}, derived: { grade: 'A1' }, touches: [] };
 * bindPromises(compileRelay(agreement, { id: 'v1', number: 1, name: 'First' }), facts).respond // 'respond-a1'
 */
export function bindPromises(relay: Relay, facts: Facts): PromiseKeys {
  const keys: PromiseKeys = {};
  for (const kind of clockKinds) {
    const promise = findPromise(relay, kind, facts);
    if (promise !== null) keys[kind] = promise.clause;
  }
  return keys;
}
