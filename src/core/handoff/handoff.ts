import type { Attempt } from './attempts.ts';
import type { HandoffFact } from './clock-effects.ts';
import { type Refused, refuse } from './refusal.ts';

export const handoffStates = ['offered', 'accepted', 'rejected', 'handed-back', 'won', 'lost', 'cancelled'] as const;
export type HandoffState = (typeof handoffStates)[number];

/** The only moves there are. A rejection is final: one that is overturned makes a new handoff. */
export const handoffMoves: Readonly<Record<HandoffState, readonly HandoffState[]>> = {
  offered: ['accepted', 'rejected', 'cancelled'],
  accepted: ['handed-back', 'won', 'lost', 'cancelled'],
  rejected: [],
  'handed-back': [],
  won: [],
  lost: [],
  cancelled: [],
};

export type Verdict = 'accept' | 'recycle' | 'disqualify' | 'not-a-lead' | 'attach';
export type ReturnVerdict = Exclude<Verdict, 'accept'>;
export const cancelCauses = ['attached', 'merged', 'undone', 'erased', 'disqualified-by-marketing'] as const;
export type CancelCause = (typeof cancelCauses)[number];

/** Who decided: a member, or a clause of the agreement by itself. */
export type Decider = { kind: 'member'; id: string } | { kind: 'rule'; clause: string };

/** One passing of the baton. Instants are epoch milliseconds; what has not happened is null. */
export type Handoff = {
  id: string;
  contactId: string;
  /** The contact's cycle, and the how manyth handoff of the contact this is, both from 1. */
  cycle: number;
  number: number;
  /** The rejected handoff in whose place an arbitration put this one. */
  follows: string | null;
  memberId: string;
  /** Since when this member has it. */
  assignedAt: number;
  /** Drawn from below the threshold: left out of volume, value, junk and acceptance. */
  explore: boolean;
  state: HandoffState;
  offeredAt: number;
  acceptedAt: number | null;
  acceptedBy: 'rep' | 'timeout' | 'ruling' | null;
  verdict: Verdict | null;
  reason: string | null;
  note: string | null;
  decidedBy: Decider | null;
  attempts: readonly Attempt[];
  /** Instants of contact in both directions: the contact answered, met or talked with us. */
  conversations: readonly number[];
  confirmedAt: number | null;
  dealId: string | null;
  marketingOwnerId: string | null;
  nextStep: string | null;
  wakeUpAt: number | null;
  cancelCause: CancelCause | null;
  /** Its rejection was overturned: it is in no rate. */
  overturned: boolean;
  closedAt: number | null;
};

/** A move of one handoff: as it is afterwards, and what that does to the clocks. */
export type Moved = { ok: true; next: Handoff; facts: HandoffFact[] };

/**
 * Whether a handoff is with Sales: offered or accepted, also while its deal is open. A contact has at most one such.
 *
 * @example
 * isOpen({ state: 'accepted' }) // true
 */
export function isOpen({ state }: Pick<Handoff, 'state'>): boolean {
  return handoffMoves[state].length > 0;
}

/**
 * Offers a contact to a member of Sales: the `number` follows the contact's earlier handoffs.
 *
 * @param history all handoffs of the contact
 * @example
 * const offer = { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false };
 * offerHandoff([], offer, 0).next.state // 'offered'
 * offerHandoff([offerHandoff([], offer, 0).next], { ...offer, id: 'h2' }, 5).refusals[0].code // 'handoff.already-open'
 */
export function offerHandoff(
  history: readonly Handoff[],
  offer: Pick<Handoff, 'id' | 'contactId' | 'cycle' | 'memberId' | 'explore'>,
  now: number,
): Moved | Refused {
  if (history.some(isOpen)) return refuse('handoff.already-open');
  const next: Handoff = {
    ...offer,
    number: 1 + Math.max(0, ...history.map(({ number }) => number)),
    follows: null,
    state: 'offered',
    offeredAt: now,
    assignedAt: now,
    acceptedAt: null,
    acceptedBy: null,
    verdict: null,
    reason: null,
    note: null,
    decidedBy: null,
    attempts: [],
    conversations: [],
    confirmedAt: null,
    dealId: null,
    marketingOwnerId: null,
    nextStep: null,
    wakeUpAt: null,
    cancelCause: null,
    overturned: false,
    closedAt: null,
  };
  return { ok: true, next, facts: [{ kind: 'offered', handoffId: next.id, at: now }] };
}

/**
 * Cancels an open handoff, which is then in no rate.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * cancelHandoff(next, 'merged', 5).next.state // 'cancelled'
 */
export function cancelHandoff(handoff: Handoff, cause: CancelCause, now: number): Moved | Refused {
  if (!isOpen(handoff)) return refuse('handoff.closed');
  const next: Handoff = { ...handoff, state: 'cancelled', cancelCause: cause, closedAt: now };
  return { ok: true, next, facts: [{ kind: 'cancelled', handoffId: handoff.id, at: now }] };
}

/**
 * Gives an open handoff to another member, as the ladder does at 150 % or a head by hand. The new one owes a response of
 * their own: what was done before does not count as theirs.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * reassignHandoff(next, 'ben', 5).next.memberId // 'ben'
 */
export function reassignHandoff(handoff: Handoff, memberId: string, now: number): Moved | Refused {
  if (!isOpen(handoff)) return refuse('handoff.closed');
  if (handoff.memberId === memberId) return refuse('handoff.same-member');
  const next: Handoff = { ...handoff, memberId, assignedAt: now };
  return { ok: true, next, facts: [{ kind: 'reassigned', handoffId: handoff.id, at: now }] };
}

/**
 * On which side of the acceptance rate a handoff counts; null when on neither: undecided, accepted by timeout, cancelled,
 * overturned, or of the explore share.
 *
 * @example
 * const { next } = offerHandoff([], { id: 'h1', contactId: 'c1', cycle: 1, memberId: 'ana', explore: false }, 0);
 * acceptanceOf(next) // null
 */
export function acceptanceOf(handoff: Handoff): 'accepted' | 'rejected' | null {
  const { state, acceptedBy, explore, overturned } = handoff;
  if (explore || overturned || state === 'cancelled' || acceptedBy === 'timeout') return null;
  if (state === 'rejected') return 'rejected';
  return acceptedBy === null ? null : 'accepted';
}
