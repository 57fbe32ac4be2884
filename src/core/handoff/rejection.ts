import type { HandoffFact } from './clock-effects.ts';
import { type Handoff, isOpen } from './handoff.ts';
import { type Refused, refuse } from './refusal.ts';

/** What a reason points to: it says who must answer. */
export const fixers = ['targeting', 'scoring', 'data', 'timing', 'process'] as const;
export type Fixer = (typeof fixers)[number];

export const rejectionStates = ['open', 'answered', 'contested', 'upheld', 'overturned'] as const;
export type RejectionState = (typeof rejectionStates)[number];

/** The only moves there are. A rejection is contested at most once, since nothing leads back to `open`. */
export const rejectionMoves: Readonly<Record<RejectionState, readonly RejectionState[]>> = {
  open: ['answered', 'contested'],
  answered: [],
  contested: ['upheld', 'overturned'],
  upheld: [],
  overturned: [],
};

export type Ruling = 'upheld' | 'overturned';
/** What the head of a department, or the deputy, has said. */
export type Vote = { party: 'marketing' | 'sales'; ruling: Ruling; by: string; at: number };
/** Words of somebody at an instant, epoch milliseconds. */
export type Statement = { by: string; at: number; text: string };

/** A rejected handoff as a conversation: Marketing answers or contests it, and both heads decide. */
export type Rejection = {
  handoffId: string;
  reason: string;
  state: RejectionState;
  openedAt: number;
  answer: Statement | null;
  contest: Statement | null;
  votes: readonly Vote[];
  decidedAt: number | null;
  /** The heads did not agree in time: it is on the page of the sponsor. */
  deadlock: boolean;
};

/** A move of a rejection. When it is overturned `handoff` is the rejected one, out of every rate, and `created` the new one. */
export type Replied = {
  ok: true;
  next: Rejection;
  facts: HandoffFact[];
  handoff: Handoff | null;
  created: Handoff | null;
};

/**
 * @example
 * openRejection({ id: 'h1' }, 'no-need', 5).state // 'open'
 */
export function openRejection({ id }: Pick<Handoff, 'id'>, reason: string, now: number): Rejection {
  const nothing = { answer: null, contest: null, votes: [], decidedAt: null, deadlock: false };
  return { handoffId: id, reason, state: 'open', openedAt: now, ...nothing };
}

/**
 * Marketing answers: what it learns from the rejection, or does about it.
 *
 * @example
 * answerRejection(openRejection({ id: 'h1' }, 'no-need', 5), { by: 'mary', at: 6, text: 'Form changed.' }).next.state // 'answered'
 */
export function answerRejection(rejection: Rejection, answer: Statement): Replied | Refused {
  if (rejection.state !== 'open') return refuse('rejection.not-open');
  if (!/\S/u.test(answer.text)) return refuse('rejection.text-required');
  return reply({ ...rejection, state: 'answered', answer }, 'answered', answer.at);
}

/**
 * Marketing contests instead of answering; both heads must decide.
 *
 * @param until the last instant at which it may be contested; null when the agreement lets nobody contest
 * @example
 * const rejection = openRejection({ id: 'h1' }, 'no-need', 5);
 * contestRejection(rejection, { by: 'mary', at: 6, text: 'She asked for a demo.' }, 10).next.state // 'contested'
 */
export function contestRejection(rejection: Rejection, contest: Statement, until: number | null): Replied | Refused {
  if (rejection.state !== 'open') return refuse('rejection.not-open');
  if (until === null) return refuse('rejection.cannot-contest');
  if (contest.at > until) return refuse('rejection.too-late');
  if (!/\S/u.test(contest.text)) return refuse('rejection.text-required');
  return reply({ ...rejection, state: 'contested', contest }, 'contested', contest.at);
}

/** What an arbitration needs to carry its ruling out. */
export type Arbitration = {
  /** The rejected handoff. */
  handoff: Handoff;
  /** All handoffs of the contact. */
  history: readonly Handoff[];
  /** The id that the linked handoff gets if there is one. */
  newHandoffId: string;
  /** What holds when the heads do not agree. */
  deadlock: Ruling;
};

/**
 * Notes what one head says. When both agree it is decided; when they differ, the deadlock of the agreement holds. Who heads both
 * departments gives a ruling for each.
 *
 * Overturned, the rejection leaves the rates, and a linked handoff is made: accepted, with the same rep. Where the contact is
 * with Sales again already, there is nothing to make: it joins that handoff.
 *
 * @example
 * const rejection = contestRejection(openRejection({ id: 'h1' }, 'no-need', 5), { by: 'mary', at: 6, text: 'Demo!' }, 10).next;
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const arbitration = { handoff: next, history: [{ ...next, state: 'rejected' }], newHandoffId: 'h2', deadlock: 'upheld' };
 * const first = voteOnRejection(rejection, { party: 'sales', ruling: 'overturned', by: 'sam', at: 7 }, arbitration).next;
 * voteOnRejection(first, { party: 'marketing', ruling: 'overturned', by: 'mo', at: 8 }, arbitration).created.follows // 'h1'
 */
export function voteOnRejection(rejection: Rejection, vote: Vote, arbitration: Arbitration): Replied | Refused {
  if (rejection.state !== 'contested') return refuse('rejection.not-contested');
  if (rejection.votes.some(({ party }) => party === vote.party)) return refuse('rejection.already-ruled');
  const [first] = rejection.votes;
  const next: Rejection = { ...rejection, votes: [...rejection.votes, vote] };
  if (first === undefined) return { ok: true, next, facts: [], handoff: null, created: null };
  const isAgreed = first.ruling === vote.ruling;
  return settle({ ...next, deadlock: !isAgreed }, isAgreed ? vote.ruling : arbitration.deadlock, arbitration, vote.at);
}

/**
 * Ends an arbitration whose days are over without two rulings: a deadlock.
 *
 * @param dueAt the last instant for a ruling, epoch milliseconds; null when the calendar has none
 * @example
 * const rejection = contestRejection(openRejection({ id: 'h1' }, 'no-need', 5), { by: 'mary', at: 6, text: 'Demo!' }, 10).next;
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * const arbitration = { handoff: next, history: [], newHandoffId: 'h2', deadlock: 'upheld' };
 * expireArbitration(rejection, 20, arbitration, 21).next.state // 'upheld'
 */
export function expireArbitration(
  rejection: Rejection,
  dueAt: number | null,
  arbitration: Arbitration,
  now: number,
): Replied | Refused {
  if (rejection.state !== 'contested') return refuse('rejection.not-contested');
  if (dueAt === null || now <= dueAt) return refuse('rejection.time-left');
  return settle({ ...rejection, deadlock: true }, arbitration.deadlock, arbitration, now);
}

function settle(rejection: Rejection, ruling: Ruling, arbitration: Arbitration, now: number): Replied {
  const { handoff, history, newHandoffId } = arbitration;
  const next: Rejection = { ...rejection, state: ruling, decidedAt: now };
  if (ruling === 'upheld') return reply(next, 'upheld', now);
  const voided: Handoff = { ...handoff, overturned: true };
  if (history.some(isOpen)) return { ...reply(next, 'overturned-joined', now), handoff: voided };
  const created: Handoff = {
    ...handoff,
    id: newHandoffId,
    number: 1 + Math.max(handoff.number, ...history.map(({ number }) => number)),
    follows: handoff.id,
    state: 'accepted',
    offeredAt: now,
    assignedAt: now,
    acceptedAt: now,
    acceptedBy: 'ruling',
    verdict: 'accept',
    reason: null,
    note: null,
    decidedBy: { kind: 'rule', clause: 'arbitrate' },
    attempts: [],
    conversations: [],
    wakeUpAt: null,
    overturned: false,
    closedAt: null,
  };
  const { facts } = reply(next, 'overturned', now);
  facts.push({ kind: 'accepted-by-ruling', handoffId: newHandoffId, at: now });
  return { ok: true, next, facts, handoff: voided, created };
}

function reply(next: Rejection, kind: HandoffFact['kind'], at: number): Replied {
  return { ok: true, next, facts: [{ kind, handoffId: next.handoffId, at }], handoff: null, created: null };
}
