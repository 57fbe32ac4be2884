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

const said: Record<ActivityKind, Record<Direction, string>> = {
  call: { outbound: 'Called', inbound: 'Was called by them' },
  'email-sent': { outbound: 'Wrote an e-mail', inbound: 'Got an e-mail' },
  'email-replied': { outbound: 'Replied', inbound: 'They replied' },
  meeting: { outbound: 'Meeting', inbound: 'Meeting they asked for' },
  'social-message': { outbound: 'Wrote on a social network', inbound: 'They wrote on a social network' },
};

/** What people read for an outcome. */
export const outcomeWords: Record<Outcome, string> = {
  reached: 'reached',
  'no-answer': 'no answer',
  voicemail: 'left a voicemail',
  busy: 'busy',
  'wrong-number': 'wrong number',
  delivered: 'delivered',
  bounced: 'came back',
  held: 'held',
  'no-show': 'nobody came',
  cancelled: 'cancelled',
  rescheduled: 'moved to another day',
  answered: 'answered',
  interested: 'interested',
  later: 'later',
  'not-interested': 'not interested',
  'out-of-office': 'out of office',
};

/**
 * An activity as one line, from our side.
 *
 * @param activity.minutes how long it took
 * @example
 * sayActivity({ kind: 'call', direction: 'outbound', outcome: 'voicemail', minutes: 2 }) // 'Called: left a voicemail, 2 minutes'
 * sayActivity({ kind: 'email-replied', direction: 'inbound', outcome: null, minutes: null }) // 'They replied'
 */
export function sayActivity(activity: {
  kind: ActivityKind;
  direction: Direction;
  outcome: string | null;
  minutes: number | null;
}): string {
  const { kind, direction, outcome, minutes } = activity;
  const words: Readonly<Record<string, string>> = outcomeWords;
  const more = [
    ...(outcome === null ? [] : [words[outcome] ?? outcome]),
    ...(minutes === null ? [] : [minutes === 1 ? '1 minute' : `${minutes} minutes`]),
  ];
  return more.length > 0 ? `${said[kind][direction]}: ${more.join(', ')}` : said[kind][direction];
}
