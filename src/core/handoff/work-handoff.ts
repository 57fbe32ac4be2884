import { type Attempt, hasMadeAttempts, isAttempt } from './attempts.ts';
import type { FactKind, HandoffFact } from './clock-effects.ts';
import { type Handoff, isOpen, type Moved } from './handoff.ts';
import type { HandoffTerms } from './reasons.ts';
import { type Refused, refuse } from './refusal.ts';

type WorkTerms = Pick<HandoffTerms, 'attempts' | 'respondStopsAt'>;

/** An activity of a member with the contact, as it comes in: `automated` mails and the like are no attempts. */
export type Activity = Omit<Attempt, 'kind' | 'contradictedAt'> & { kind: string; automated: boolean };

/** When the member who has the lead responded, by what the setting takes as a response; null while that is owed. */
function respondedAt({ attempts, conversations, assignedAt }: Handoff, { respondStopsAt }: WorkTerms): number | null {
  const tries = attempts.filter(({ contradictedAt }) => contradictedAt === null).map(({ at }) => at);
  const counted = respondStopsAt === 'first-attempt' ? [...tries, ...conversations] : conversations;
  const own = counted.filter((at) => at >= assignedAt);
  return own.length > 0 ? Math.min(...own) : null;
}

/**
 * The facts that lie between two states of the same handoff while it is worked: whatever was added, corrected or taken back.
 *
 * @param now when it was noticed, epoch milliseconds
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const terms = { attempts: null, respondStopsAt: 'first-attempt' };
 * compareWork(next, { ...next, conversations: [5] }, terms, 6).map(({ kind }) => kind) // ['responded', 'two-way-contact']
 */
export function compareWork(before: Handoff, after: Handoff, terms: WorkTerms, now: number): HandoffFact[] {
  const facts: HandoffFact[] = [];
  const add = (kind: FactKind, at: number) => facts.push({ kind, handoffId: after.id, at });
  const [was, is] = [respondedAt(before, terms), respondedAt(after, terms)];
  if (was !== is) {
    if (was !== null) add('response-taken-back', now);
    if (is !== null) add('responded', is);
  }
  const [first] = after.conversations;
  if (first !== undefined && before.conversations.length === 0) add('two-way-contact', first);
  if (terms.attempts !== null && first === undefined) {
    const isMade = hasMadeAttempts(after.attempts, terms.attempts);
    // Who had talked with them owed none.
    const wasKept = before.conversations.length > 0 || hasMadeAttempts(before.attempts, terms.attempts);
    if (!wasKept && isMade) add('attempts-made', now);
    if (wasKept && !isMade) add('attempts-taken-back', now);
  }
  return facts;
}

/**
 * Records an attempt to reach the contact, also before the lead is accepted.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const call = { id: 'a1', at: 5, kind: 'call', automated: false, known: 'typed', by: 'ana' };
 * recordAttempt(next, call, { attempts: null, respondStopsAt: 'first-attempt' }, 6).facts
 * // [{ kind: 'responded', handoffId: 'h1', at: 5 }]
 */
export function recordAttempt(handoff: Handoff, activity: Activity, terms: WorkTerms, now: number): Moved | Refused {
  if (!isOpen(handoff)) return refuse('handoff.closed');
  if (!isAttempt(activity)) return refuse('attempt.not-counted');
  if (activity.at < handoff.offeredAt) return refuse('attempt.before-offer');
  if (activity.at > now) return refuse('attempt.in-future');
  if (handoff.attempts.some(({ id }) => id === activity.id)) return refuse('attempt.recorded');
  const { id, at, kind, known, by } = activity;
  const attempt: Attempt = { id, at, kind, known, by, contradictedAt: null };
  const next: Handoff = { ...handoff, attempts: [...handoff.attempts, attempt] };
  return { ok: true, next, facts: compareWork(handoff, next, terms, now) };
}

/**
 * Takes an attempt back that turned out to be none: the mail bounced, the number is invalid. A response that rested on it
 * alone is open again; one that a later attempt carries moves to that instant.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const terms = { attempts: null, respondStopsAt: 'first-attempt' };
 * const call = { id: 'a1', at: 5, kind: 'call', automated: false, known: 'typed', by: 'ana' };
 * contradictAttempt(recordAttempt(next, call, terms, 6).next, 'a1', terms, 7).facts
 * // [{ kind: 'response-taken-back', handoffId: 'h1', at: 7 }]
 */
export function contradictAttempt(handoff: Handoff, attemptId: string, terms: WorkTerms, now: number): Moved | Refused {
  if (!isOpen(handoff)) return refuse('handoff.closed');
  const found = handoff.attempts.find(({ id, contradictedAt }) => id === attemptId && contradictedAt === null);
  if (found === undefined) return refuse('attempt.unknown');
  const attempts = handoff.attempts.map((one) => (one === found ? { ...one, contradictedAt: now } : one));
  const next: Handoff = { ...handoff, attempts };
  return { ok: true, next, facts: compareWork(handoff, next, terms, now) };
}

/**
 * Records a contact in both directions: the contact answered, met or talked with us. Attempts are no longer owed from the first one on.
 *
 * @param at when it happened, epoch milliseconds
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * recordTwoWayContact(next, 5, { attempts: null, respondStopsAt: 'first-attempt' }, 6).next.conversations // [5]
 */
export function recordTwoWayContact(handoff: Handoff, at: number, terms: WorkTerms, now: number): Moved | Refused {
  if (!isOpen(handoff)) return refuse('handoff.closed');
  if (at < handoff.offeredAt) return refuse('attempt.before-offer');
  if (at > now) return refuse('attempt.in-future');
  const conversations = [...handoff.conversations, at].sort((a, b) => a - b);
  const next: Handoff = { ...handoff, conversations };
  return { ok: true, next, facts: compareWork(handoff, next, terms, now) };
}

/**
 * Confirms an accepted lead: Sales has talked, and the need and timing stand. Which fields that takes is for the stage.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * confirmHandoff(next, 5).refusals[0].code // 'handoff.not-accepted'
 */
export function confirmHandoff(handoff: Handoff, now: number): Moved | Refused {
  if (handoff.state !== 'accepted') return refuse(isOpen(handoff) ? 'handoff.not-accepted' : 'handoff.closed');
  if (handoff.confirmedAt !== null) return refuse('handoff.already-confirmed');
  const next: Handoff = { ...handoff, confirmedAt: now };
  return { ok: true, next, facts: [{ kind: 'confirmed', handoffId: handoff.id, at: now }] };
}

/**
 * Ties the accepted handoff to its deal; it stays open until the deal is won or lost.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * openDeal(acceptHandoff(next, { kind: 'member', id: 'ana' }, 5).next, 'd1', 6).next.dealId // 'd1'
 */
export function openDeal(handoff: Handoff, dealId: string, now: number): Moved | Refused {
  if (handoff.state !== 'accepted') return refuse(isOpen(handoff) ? 'handoff.not-accepted' : 'handoff.closed');
  if (handoff.dealId !== null) return refuse('handoff.has-deal');
  const next: Handoff = { ...handoff, dealId };
  return { ok: true, next, facts: [{ kind: 'deal-opened', handoffId: handoff.id, at: now }] };
}

/**
 * Closes a handoff with its deal.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const deal = openDeal(acceptHandoff(next, { kind: 'member', id: 'ana' }, 5).next, 'd1', 6).next;
 * closeDeal(deal, 'won', 7).next.state // 'won'
 */
export function closeDeal(handoff: Handoff, outcome: 'won' | 'lost', now: number): Moved | Refused {
  if (handoff.state !== 'accepted') return refuse(isOpen(handoff) ? 'handoff.not-accepted' : 'handoff.closed');
  if (handoff.dealId === null) return refuse('handoff.no-deal');
  const next: Handoff = { ...handoff, state: outcome, closedAt: now };
  return { ok: true, next, facts: [{ kind: outcome, handoffId: handoff.id, at: now }] };
}

/**
 * Opens a handoff again whose deal was won or lost by mistake, as long as the contact has no other one open.
 *
 * @param history all handoffs of the contact
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const won = closeDeal(openDeal(acceptHandoff(next, { kind: 'member', id: 'ana' }, 5).next, 'd1', 6).next, 'won', 7).next;
 * reopenDeal(won, [won]).next.state // 'accepted'
 */
export function reopenDeal(handoff: Handoff, history: readonly Handoff[]): Moved | Refused {
  const isClosedByDeal = handoff.dealId !== null && (handoff.state === 'won' || handoff.state === 'lost');
  if (!isClosedByDeal) return refuse('handoff.not-closed-by-deal');
  if (history.some((one) => one.id !== handoff.id && isOpen(one))) return refuse('handoff.already-open');
  return { ok: true, next: { ...handoff, state: 'accepted', closedAt: null }, facts: [] };
}
