import { type AttemptKind, attemptKinds } from './handoff/attempts.ts';

/** What Sales does with somebody, and what they answer: each is a touch of the same kind. */
export const activityKinds = [...attemptKinds, 'email-replied'] as const;
export type ActivityKind = AttemptKind | 'email-replied';

export const directions = ['outbound', 'inbound'] as const;
export type Direction = (typeof directions)[number];

/** How an activity of each kind can have ended. Saying nothing of it is always possible. */
export const outcomes = {
  call: ['reached', 'no-answer', 'voicemail', 'busy', 'wrong-number'],
  'email-sent': ['delivered', 'bounced'],
  meeting: ['held', 'no-show', 'cancelled', 'rescheduled'],
  'social-message': ['answered', 'no-answer'],
  'email-replied': ['interested', 'later', 'not-interested', 'out-of-office'],
} as const satisfies Record<ActivityKind, readonly string[]>;
export type Outcome = (typeof outcomes)[ActivityKind][number];

/**
 * Whether an activity of this kind can have ended so.
 *
 * @example
 * fitsKind('call', 'voicemail') // true
 * fitsKind('meeting', 'voicemail') // false
 */
export function fitsKind(kind: ActivityKind, outcome: string): boolean {
  return outcomes[kind].some((one) => one === outcome);
}

/**
 * Who began it, where nobody says: a reply comes from them, all else from us.
 *
 * @example
 * usualDirection('email-replied') // 'inbound'
 */
export const usualDirection = (kind: ActivityKind): Direction => (kind === 'email-replied' ? 'inbound' : 'outbound');

/**
 * Whether both sides spoke: they answered, met us, or came to us themselves. An automatic answer is none.
 *
 * @example
 * isConversation({ kind: 'call', direction: 'outbound', outcome: 'reached' }) // true
 * isConversation({ kind: 'call', direction: 'outbound', outcome: 'voicemail' }) // false
 * isConversation({ kind: 'email-replied', direction: 'inbound', outcome: 'out-of-office' }) // false
 */
export function isConversation(activity: {
  kind: ActivityKind;
  direction: Direction;
  outcome: string | null;
}): boolean {
  const { kind, direction, outcome } = activity;
  if (kind === 'email-replied') return outcome !== 'out-of-office';
  if (kind === 'meeting') return outcome === 'held';
  if (outcome === 'reached' || outcome === 'answered') return true;
  return direction === 'inbound' && (outcome === null || outcome === 'delivered');
}
