import { hasMadeAttempts } from './attempts.ts';
import type { FactKind } from './clock-effects.ts';
import type { Decider, Handoff, Moved, ReturnVerdict } from './handoff.ts';
import { isOpen } from './handoff.ts';
import { findWakeUp, type GivenReason, type HandoffTerms, judgeReason } from './reasons.ts';
import { type RefusalCode, type Refused, refuse } from './refusal.ts';
import { openRejection, type Rejection } from './rejection.ts';

/** Where the contact goes when Sales has given it back; null when it stays where it was joined to. */
export type ContactOutcome =
  | { state: 'recycled'; reason: string; wakeUpAt: number | null }
  | { state: 'disqualified'; reason: string; by: 'member' | 'rule' };

/** A lead given back: the handoff, its rejection where it was not yet accepted, and where the contact goes. */
export type Returned = Moved & { rejection: Rejection | null; contact: ContactOutcome | null };

/** What a decision rests on beside the handoff: the clauses, all handoffs of the contact, and whether time is over. */
export type DecisionContext = {
  terms: HandoffTerms;
  history: readonly Handoff[];
  by: Decider;
  now: number;
  /** Whether the agreed period for attempts is over. */
  attemptsOver: boolean;
};

/** What Marketing takes over with a lead that is handed back. One that is recycled needs a day on which it wakes up. */
export type HandBack = GivenReason & { marketingOwnerId: string | null; nextStep: string | null };

const noWakeUp = { at: null, problem: null };

/**
 * A rep takes the lead. After an acceptance by timeout there is nothing left to accept.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * acceptHandoff(next, { kind: 'member', id: 'ana' }, 5).next.acceptedBy // 'rep'
 */
export function acceptHandoff(handoff: Handoff, by: Decider, now: number): Moved | Refused {
  if (handoff.state !== 'offered') return refuse(isOpen(handoff) ? 'handoff.already-accepted' : 'handoff.closed');
  return acceptAs(handoff, 'rep', by, now);
}

/**
 * Accepts by silence when the time to decide is over. A promise due at an instant may still be kept at that instant.
 *
 * @param decideDueAt epoch milliseconds; null when the calendar has no such instant: then it never happens
 * @param clause key of the promise whose silence says so
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * acceptByTimeout(next, 10, 'decide', 10).refusals[0].code // 'handoff.time-left'
 * acceptByTimeout(next, 10, 'decide', 11).next.acceptedBy // 'timeout'
 */
export function acceptByTimeout(
  handoff: Handoff,
  decideDueAt: number | null,
  clause: string,
  now: number,
): Moved | Refused {
  if (handoff.state !== 'offered') return refuse(isOpen(handoff) ? 'handoff.already-accepted' : 'handoff.closed');
  if (decideDueAt === null || now <= decideDueAt) return refuse('handoff.time-left');
  return acceptAs(handoff, 'timeout', { kind: 'rule', clause }, now);
}

function acceptAs(handoff: Handoff, acceptedBy: 'rep' | 'timeout', decidedBy: Decider, now: number): Moved {
  const next: Handoff = { ...handoff, state: 'accepted', verdict: 'accept', acceptedBy, acceptedAt: now, decidedBy };
  const inContact = handoff.conversations.length === 0 ? '' : '-in-contact';
  const kind: FactKind = acceptedBy === 'rep' ? `accepted${inContact}` : `accepted-by-timeout${inContact}`;
  return { ok: true, next, facts: [{ kind, handoffId: handoff.id, at: now }] };
}

/**
 * Rejects an offered lead with a reason. With the verdict `attach` it is no rejection: the handoff is cancelled and joins
 * what is already being worked. A lead recycled as often as agreed is disqualified instead.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const reasons = [{ key: 'no-need', verdict: 'recycle', wakeUp: 100 }];
 * const terms = { verdicts: ['recycle'], reasons, attempts: null, cycles: null, respondStopsAt: 'first-attempt' };
 * const by = { kind: 'member', id: 'ana' };
 * rejectHandoff(next, { reason: 'no-need' }, { terms, history: [next], by, now: 5, attemptsOver: false }).contact
 * // { state: 'recycled', reason: 'no-need', wakeUpAt: 105 }
 */
export function rejectHandoff(handoff: Handoff, given: GivenReason, context: DecisionContext): Returned | Refused {
  if (handoff.state !== 'offered') return refuse(isOpen(handoff) ? 'handoff.already-accepted' : 'handoff.closed');
  const { terms, by, now } = context;
  const judged = judgeReason(handoff, given, terms, by, context.attemptsOver);
  if ('problems' in judged) return refuse(...judged.problems);
  const { verdict, reason } = judged;
  const decided = decide(handoff, verdict, given, by, now);
  if (verdict === 'attach') return attach(decided, now);
  const wakeUp = verdict === 'recycle' ? findWakeUp(given, reason, now) : noWakeUp;
  if (wakeUp.problem !== null) return refuse(wakeUp.problem);
  const next: Handoff = { ...decided, state: 'rejected', wakeUpAt: wakeUp.at };
  return {
    ok: true,
    next,
    facts: [{ kind: 'rejected', handoffId: handoff.id, at: now }],
    rejection: openRejection(next, given.reason, now),
    contact: decideContact(next, verdict, given.reason, context),
  };
}

/**
 * Hands an accepted lead back to Marketing, with its verdict, an owner there, the next step and, for a lead that is recycled,
 * the day on which it wakes up. With `attach` it is cancelled and joins what is already being worked.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const by = { kind: 'member', id: 'ana' };
 * const accepted = acceptHandoff(next, by, 5).next;
 * const reasons = [{ key: 'no-need', verdict: 'recycle', wakeUp: 100 }];
 * const terms = { verdicts: ['recycle'], reasons, attempts: null, cycles: null, respondStopsAt: 'first-attempt' };
 * const given = { reason: 'no-need', marketingOwnerId: 'mary', nextStep: 'Nurture' };
 * handBack(accepted, given, { terms, history: [accepted], by, now: 6, attemptsOver: false }).next.state // 'handed-back'
 */
export function handBack(handoff: Handoff, given: HandBack, context: DecisionContext): Returned | Refused {
  if (handoff.state !== 'accepted') return refuse(isOpen(handoff) ? 'handoff.not-accepted' : 'handoff.closed');
  if (handoff.dealId !== null) return refuse('handoff.has-deal');
  const { terms, by, now } = context;
  const judged = judgeReason(handoff, given, terms, by, context.attemptsOver);
  if ('problems' in judged) return refuse(...judged.problems);
  const { verdict, reason } = judged;
  const decided = decide(handoff, verdict, given, by, now);
  if (verdict === 'attach') return attach(decided, now);

  const wakeUp = verdict === 'recycle' ? findWakeUp(given, reason, now) : noWakeUp;
  const wakeUpAt = wakeUp.at;
  const [first, ...further] = findHandBackProblems(given, verdict, wakeUp);
  if (first !== undefined) return refuse(first, ...further);
  const { marketingOwnerId, nextStep } = given;
  const next: Handoff = { ...decided, state: 'handed-back', wakeUpAt, marketingOwnerId, nextStep };
  const isMade = terms.attempts !== null && hasMadeAttempts(handoff.attempts, terms.attempts);
  // After a contact in both directions attempts are no longer owed, so none can be missing.
  const isGivenUp = reason.onlyAfter === 'attempts' && handoff.conversations.length === 0;
  const kind = isMade ? 'handed-back-after-attempts' : isGivenUp ? 'handed-back-unreachable' : 'handed-back';
  return {
    ok: true,
    next,
    facts: [{ kind, handoffId: handoff.id, at: now }],
    rejection: null,
    contact: decideContact(next, verdict, given.reason, context),
  };
}

function findHandBackProblems(given: HandBack, verdict: ReturnVerdict, wakeUp: ReturnType<typeof findWakeUp>) {
  const problems: RefusalCode[] = [];
  if (given.marketingOwnerId === null) problems.push('hand-back.no-owner');
  if (!/\S/u.test(given.nextStep ?? '')) problems.push('hand-back.no-next-step');
  if (verdict !== 'recycle') return problems;
  if (wakeUp.at === null) problems.push('hand-back.no-wake-up');
  else if (wakeUp.problem !== null) problems.push(wakeUp.problem);
  return problems;
}

function decide(handoff: Handoff, verdict: ReturnVerdict, given: GivenReason, by: Decider, now: number): Handoff {
  return { ...handoff, verdict, reason: given.reason, note: given.note ?? null, decidedBy: by, closedAt: now };
}

function attach(decided: Handoff, now: number): Returned {
  const next: Handoff = { ...decided, state: 'cancelled', cancelCause: 'attached' };
  const facts = [{ kind: 'cancelled', handoffId: next.id, at: now }] as const;
  return { ok: true, next, facts: [...facts], rejection: null, contact: null };
}

function decideContact(
  handoff: Handoff,
  verdict: ReturnVerdict,
  reason: string,
  { terms, history, now, by }: DecisionContext,
): ContactOutcome {
  if (verdict !== 'recycle') return { state: 'disqualified', reason, by: by.kind };
  const cycles = [...history.filter(({ id }) => id !== handoff.id), handoff];
  if (isExhausted(cycles, terms.cycles, now)) return { state: 'disqualified', reason: 'exhausted', by: 'rule' };
  return { state: 'recycled', reason, wakeUpAt: handoff.wakeUpAt };
}

/**
 * Whether a contact has had as many cycles within the agreed time as it may: it is not recycled once more. The window ends
 * now and excludes its start; cancelled and overturned handoffs are no cycle.
 *
 * @example
 * isExhausted([], { atMost: 3, per: 31_536_000_000 }, 0) // false
 */
export function isExhausted(history: readonly Handoff[], terms: HandoffTerms['cycles'], now: number): boolean {
  if (terms === null) return false;
  const counted = history.filter(
    ({ state, overturned, offeredAt }) => state !== 'cancelled' && !overturned && offeredAt > now - terms.per,
  );
  return new Set(counted.map(({ cycle }) => cycle)).size >= terms.atMost;
}
