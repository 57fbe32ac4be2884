import { BatonError } from '../errors.ts';

/** Minutes from the start of the day, end excluded; where `from` is after `to` they run over midnight. */
export type QuietHours = { readonly from: number; readonly to: number };

/** What the agreement says about messages to one contact, from both departments together. */
export type OutreachPolicy = {
  /** At most `messages` in `days` days: the last `days` x 24 hours, or that many calendar days of the person's zone. */
  readonly cap: {
    readonly messages: number;
    readonly days: number;
    readonly window: 'rolling' | 'calendar-day';
  } | null;
  /** Least milliseconds between two messages; 0 for none. */
  readonly gap: number;
  /** Hours of the person's zone in which nothing is sent. */
  readonly quietHours: QuietHours | null;
  readonly holdMarketingWhile: readonly Hold[];
  /** Whether a message needs consent that was given, or only must not be refused. Local law decides. */
  readonly consent: 'needed' | 'not-refused';
};

export type Hold = 'open-deal' | 'accepted' | 'sales-sequence';

/**
 * Kinds of message, the one that goes first when slots are scarce first (`domain.md` 8). `personal` is what a member of
 * Sales writes or calls by hand: it counts, and is warned about, never held back.
 */
export const messageKinds = [
  'transactional',
  'reply',
  'personal',
  'event',
  'sequence',
  'nurture',
  'newsletter',
] as const;

export type MessageKind = (typeof messageKinds)[number];

export type OutreachMessage = {
  readonly department: 'marketing' | 'sales';
  readonly kind: MessageKind;
};

/** A message that went to the contact, or has a slot. Only messages belong here: visits and page views do not count. */
export type SentMessage = {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Unless said, one that counts. */
  readonly kind?: MessageKind;
};

/** What is known of the contact at the instant of the decision. */
export type OutreachContact = {
  /** IANA name of the person's zone, else of the workspace. */
  readonly zone: string;
  readonly isErased?: boolean;
  readonly hasBounced?: boolean;
  /** What the person opted out of: `all`, a department or a kind of message. */
  readonly optedOut?: readonly string[];
  /** Consent to be contacted, for the purpose of this message. */
  readonly consent?: 'granted' | 'denied' | 'unknown';
  /** Why nobody writes by machine to this company. */
  readonly suppressed?: 'competitor' | 'escalation' | null;
  readonly hasOpenDeal?: boolean;
  /** Sales accepted the lead and works on it. */
  readonly isAccepted?: boolean;
  /** A sequence of Sales is under way. */
  readonly isInSequence?: boolean;
  /** End of a quiet week that the account's owner asked for, epoch milliseconds. */
  readonly quietUntil?: number | null;
};

/**
 * Whether cap, gap, quiet hours and holds apply to a kind of message at all: not to what the person asked for.
 *
 * @example
 * isExempt('transactional') // true
 */
export function isExempt(kind: MessageKind): boolean {
  return kind === 'transactional' || kind === 'reply';
}

/**
 * Reads quiet hours as the agreement writes them.
 *
 * @throws `outreach.quiet-hours` for another form, a time beyond 24:00, or hours that leave nothing of the day
 * @example
 * parseQuietHours('20:00-08:00') // { from: 1200, to: 480 }
 */
export function parseQuietHours(text: string): QuietHours {
  const [, h1, m1, h2, m2] = /^\s*(\d{1,2}):([0-5]\d)\s*-\s*(\d{1,2}):([0-5]\d)\s*$/.exec(text) ?? [];
  const from = Number(h1) * 60 + Number(m1);
  const to = Number(h2) * 60 + Number(m2);
  const isTime = from >= 0 && from < 1440 && to >= 0 && to <= 1440;
  if (!isTime || from === to % 1440) {
    throw new BatonError(
      'invalid',
      'outreach.quiet-hours',
      `"${text}" is no span of quiet hours. Write two different times of the day, such as 20:00-08:00.`,
    );
  }
  return { from, to: to % 1440 };
}
