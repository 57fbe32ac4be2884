import { decideMessage, type OutreachDecision } from './decide-message.ts';
import {
  messageKinds,
  type OutreachContact,
  type OutreachMessage,
  type OutreachPolicy,
  type SentMessage,
} from './policy.ts';

export type QueuedMessage = OutreachMessage & { readonly id: string };

export type QueueDecision = OutreachDecision & {
  readonly id: string;
  /** When it goes, or will go if nothing else happens, epoch milliseconds; null when it is blocked or paused. */
  readonly slot: number | null;
};

/**
 * Gives the scarce slots of one contact to the messages that wait for it: transactional, reply, personal, time-critical
 * event, sequence of Sales, nurture, newsletter; of one kind in the order of the queue. Each message that gets a slot
 * counts for those after it, so that all together keep the policy.
 *
 * @returns in order of priority
 * @example
 * decideQueue({
 *   policy: { cap: { messages: 1, days: 7, window: 'rolling' }, gap: 0, quietHours: null, holdMarketingWhile: [], consent: 'not-refused' },
 *   contact: { zone: 'UTC' },
 *   queue: [{ id: 'n', department: 'marketing', kind: 'nurture' }, { id: 'e', department: 'marketing', kind: 'event' }],
 *   sent: [],
 *   now: 0,
 * }).map(({ id, decision, slot }) => [id, decision, slot]) // [['e', 'send', 0], ['n', 'defer', 604800000]]
 */
export function decideQueue(question: {
  readonly policy: OutreachPolicy;
  readonly contact: OutreachContact;
  readonly queue: readonly QueuedMessage[];
  readonly sent: readonly SentMessage[];
  readonly now: number;
}): QueueDecision[] {
  const { policy, contact, queue, now } = question;
  const booked: SentMessage[] = [...question.sent];
  const rank = ({ kind }: QueuedMessage) => messageKinds.indexOf(kind);
  return [...queue]
    .sort((a, b) => rank(a) - rank(b))
    .map(({ id, ...message }) => {
      const decision = decideMessage({ policy, contact, message, sent: booked, now });
      const goesNow = decision.decision === 'send' || decision.decision === 'warn';
      const slot = goesNow ? now : decision.until;
      if (slot !== null) booked.push({ at: slot, kind: message.kind });
      return { ...decision, id, slot };
    });
}
