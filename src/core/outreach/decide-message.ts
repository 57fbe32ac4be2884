import { findFreeSlot, findWaits, type SlotQuestion, type Wait } from './free-slot.ts';
import {
  type Hold,
  isExempt,
  type OutreachContact,
  type OutreachMessage,
  type OutreachPolicy,
  type SentMessage,
} from './policy.ts';

export type OutreachRule =
  | 'erased'
  | 'bounced'
  | 'opt-out'
  | 'no-consent'
  | 'open-deal'
  | 'competitor'
  | 'escalation'
  | 'accepted'
  | 'sales-sequence'
  | Wait;

export type OutreachReason = {
  readonly rule: OutreachRule;
  /** The clause of the agreement that says so; null for what the law or the person says. */
  readonly clause: 'outreach.cap' | 'outreach.gap' | 'outreach.quiet_hours' | 'outreach.hold_marketing_while' | null;
  readonly why: string;
  /** The instant from which this rule alone would let the message pass; null when nobody can know. */
  readonly until: number | null;
};

/** What a paused message waits for, and what must pass after it; the delay that was left in its flow is kept. */
export type Resume = { readonly after: 'sequence-ends' | 'handoff-ends'; readonly plus: 'gap' };

export type OutreachDecision = {
  /** `warn`: send if you must; `defer`: not before `until`; `pause-nurture`: until `resume`; `block`: never. */
  readonly decision: 'send' | 'warn' | 'defer' | 'pause-nurture' | 'block';
  /** The first rule that speaks against; null for `send`. */
  readonly reason: OutreachRule | null;
  /** The first instant at which all rules let the message pass, epoch milliseconds; null when nobody can know. */
  readonly until: number | null;
  readonly resume: Resume | null;
  /** All that speaks against, in the order of the rules. */
  readonly reasons: readonly OutreachReason[];
};

export type OutreachQuestion = {
  readonly policy: OutreachPolicy;
  readonly contact: OutreachContact;
  readonly message: OutreachMessage;
  /** What both departments sent to the contact, and what has a slot. */
  readonly sent: readonly SentMessage[];
  /** Epoch milliseconds. */
  readonly now: number;
};

const waitClauses: Record<Wait, OutreachReason['clause']> = {
  'quiet-week': null,
  'quiet-hours': 'outreach.quiet_hours',
  gap: 'outreach.gap',
  cap: 'outreach.cap',
};

/**
 * Whether a message may go to a contact now (`domain.md` 8), with every rule that speaks against it. Looked at in order:
 * erasure, bounce, opt-out; suppression and open deal; what Sales is working on; quiet week and quiet hours in the
 * person's zone; the gap; the cap over both departments. The first gives the decision, `until` satisfies all.
 *
 * Transactional messages and replies are stopped by erasure and bounce alone. A member's personal message counts and is
 * warned about where it would be held back; it is blocked only where the person may not be contacted (`rulings.md`).
 *
 * @example
 * decideMessage({
 *   policy: { cap: null, gap: 86_400_000, quietHours: null, holdMarketingWhile: [], consent: 'not-refused' },
 *   contact: { zone: 'Europe/Berlin' },
 *   message: { department: 'sales', kind: 'reply' },
 *   sent: [{ at: 0 }],
 *   now: 1000,
 * }).decision // 'send'
 */
export function decideMessage(question: OutreachQuestion): OutreachDecision {
  const { policy, contact, message, now } = question;
  const blocks = [...findRefusals(contact, message, policy), ...findSuppressions(contact, message, policy)];
  const holds = findHolds(contact, message, policy);
  const waits = isExempt(message.kind) ? [] : findWaitReasons(question);
  const reasons = [...blocks, ...holds.map(({ reason }) => reason), ...waits];
  const first = reasons[0];
  const answer = { reason: first?.rule ?? null, until: null, resume: null, reasons };
  if (first === undefined) return { ...answer, decision: 'send' };
  if (blocks.length > 0) return { ...answer, decision: 'block' };
  const hold = holds[0];
  if (hold !== undefined) return { ...answer, decision: 'pause-nurture', resume: hold.resume };
  const until = findFreeSlot(slotQuestion(question), now);
  return { ...answer, decision: message.kind === 'personal' ? 'warn' : 'defer', until };
}

/**
 * The first instant from now on at which the message may go, if nothing else happens; null when it is blocked, or paused
 * for nobody knows how long.
 *
 * @example
 * findNextSlot({
 *   policy: { cap: null, gap: 3_600_000, quietHours: null, holdMarketingWhile: [], consent: 'not-refused' },
 *   contact: { zone: 'UTC' },
 *   message: { department: 'marketing', kind: 'nurture' },
 *   sent: [{ at: 0 }],
 *   now: 1000,
 * }) // 3600000
 */
export function findNextSlot(question: OutreachQuestion): number | null {
  const { decision, until } = decideMessage(question);
  return decision === 'send' ? question.now : until;
}

function findRefusals(
  { isErased, hasBounced, optedOut = [], consent = 'unknown' }: OutreachContact,
  message: OutreachMessage,
  policy: OutreachPolicy,
): OutreachReason[] {
  const reasons: OutreachReason[] = [];
  const refuse = (rule: OutreachRule, why: string) => reasons.push({ rule, clause: null, why, until: null });
  if (isErased) refuse('erased', 'The person was erased at their own wish.');
  if (hasBounced) refuse('bounced', 'Mail to this address came back: it does not arrive.');
  if (isExempt(message.kind)) return reasons;
  const scopes = ['all', message.department, message.kind];
  if (consent === 'denied' || scopes.some((scope) => optedOut.includes(scope))) {
    refuse('opt-out', 'The person does not want such messages.');
  } else if (policy.consent === 'needed' && consent !== 'granted') {
    refuse('no-consent', 'The person has not agreed to such messages yet.');
  }
  return reasons;
}

function findSuppressions(
  { suppressed, hasOpenDeal }: OutreachContact,
  message: OutreachMessage,
  { holdMarketingWhile }: OutreachPolicy,
): OutreachReason[] {
  if (isExempt(message.kind) || message.kind === 'personal') return [];
  const reasons: OutreachReason[] = [];
  if (isHeld(message) && hasOpenDeal && holdMarketingWhile.includes('open-deal')) {
    reasons.push({
      rule: 'open-deal',
      clause: 'outreach.hold_marketing_while',
      why: 'A deal with this company is open: Sales leads the conversation.',
      until: null,
    });
  }
  if (suppressed === 'competitor') {
    reasons.push({ rule: 'competitor', clause: null, why: 'The company is a competitor.', until: null });
  }
  if (suppressed === 'escalation') {
    reasons.push({ rule: 'escalation', clause: null, why: 'The customer has an open escalation.', until: null });
  }
  return reasons;
}

function findHolds(
  contact: OutreachContact,
  message: OutreachMessage,
  { holdMarketingWhile }: OutreachPolicy,
): { reason: OutreachReason; resume: Resume }[] {
  if (!isHeld(message)) return [];
  const found: [Hold, boolean | undefined, string, Resume['after']][] = [
    ['accepted', contact.isAccepted, 'Sales accepted this lead and is working on it.', 'handoff-ends'],
    ['sales-sequence', contact.isInSequence, 'A sequence of Sales is under way.', 'sequence-ends'],
  ];
  return found
    .filter(([hold, isOn]) => isOn === true && holdMarketingWhile.includes(hold))
    .map(([rule, , why, after]) => ({
      reason: { rule, clause: 'outreach.hold_marketing_while', why, until: null },
      resume: { after, plus: 'gap' },
    }));
}

function isHeld({ department, kind }: OutreachMessage): boolean {
  return department === 'marketing' && kind !== 'personal' && !isExempt(kind);
}

function findWaitReasons(question: OutreachQuestion): OutreachReason[] {
  return findWaits(slotQuestion(question), question.now).map(({ wait, until }) => ({
    rule: wait,
    clause: waitClauses[wait],
    why: describeWait(wait, question.policy),
    until: Number.isFinite(until) ? until : null,
  }));
}

function slotQuestion({ policy, contact, sent }: OutreachQuestion): SlotQuestion {
  const counted = sent.filter(({ kind }) => kind === undefined || !isExempt(kind)).map(({ at }) => at);
  return { policy, zone: contact.zone, quietUntil: contact.quietUntil ?? null, sent: counted };
}

function describeWait(wait: Wait, { cap, gap }: OutreachPolicy): string {
  switch (wait) {
    case 'quiet-week':
      return 'The owner of the account asked for quiet.';
    case 'quiet-hours':
      return 'It is a quiet hour where the person is.';
    case 'gap':
      return `Less than ${describeLength(gap)} lie between this and another message.`;
    case 'cap': {
      const days = cap?.days === 1 ? 'day' : `${cap?.days} days`;
      const window = cap?.window === 'rolling' ? `any ${days}` : `${days} of the calendar`;
      return `Both departments together send at most ${cap?.messages} in ${window}; they are used up.`;
    }
  }
}

function describeLength(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  if (minutes % 60 !== 0) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  return minutes === 60 ? '1 hour' : `${minutes / 60} hours`;
}
