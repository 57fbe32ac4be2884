/** What a rep can do to reach a contact; each is a channel of its own. What the contact does is none of these. */
export const attemptKinds = ['call', 'email-sent', 'meeting', 'social-message'] as const;
export type AttemptKind = (typeof attemptKinds)[number];

/**
 * One try to reach a contact. `known` says how it is known: `observed` by a copy, a reply, a calendar or a dialler, or
 * `typed` by the rep; both count. `contradictedAt`: when a bounce or an invalid number took it back. Epoch milliseconds.
 */
export type Attempt = {
  id: string;
  at: number;
  kind: AttemptKind;
  known: 'observed' | 'typed';
  by: string;
  contradictedAt: number | null;
};

/** The agreed number of attempts, over how many channels, and within how many milliseconds two are one. */
export type AttemptTerms = { atLeast: number; channels: number; apart: number };

export type AttemptCount = {
  count: number;
  channels: number;
  /** The first one that counts: it stops the clock of the first response. */
  firstAt: number | null;
  /** The share of those typed, from 0 to 1; null when there is none. */
  typedShare: number | null;
};

/**
 * Whether an activity counts as an attempt: a call, connected or not, a personal mail, a meeting, a message, by a person.
 *
 * @example
 * isAttempt({ kind: 'email-sent', automated: true }) // false
 */
export function isAttempt(activity: {
  kind: string;
  automated: boolean;
}): activity is { kind: AttemptKind; automated: false } {
  return !activity.automated && attemptKinds.some((kind) => kind === activity.kind);
}

/**
 * Counts attempts: those closer than `apart` to the last one counted are one with it, though over one more channel. Those
 * contradicted do not count. The order of the list does not matter.
 *
 * @example
 * const call = { id: '1', at: 0, kind: 'call', known: 'typed', by: 'ana', contradictedAt: null };
 * countAttempts([call, { ...call, id: '2', at: 60_000, kind: 'email-sent' }], 3_600_000)
 * // { count: 1, channels: 2, firstAt: 0, typedShare: 1 }
 */
export function countAttempts(attempts: readonly Attempt[], apart: number): AttemptCount {
  const standing = attempts.filter(({ contradictedAt }) => contradictedAt === null).sort((a, b) => a.at - b.at);
  let count = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const { at } of standing) {
    if (count > 0 && at - last < apart) continue;
    count += 1;
    last = at;
  }
  const typed = standing.filter(({ known }) => known === 'typed').length;
  return {
    count,
    channels: new Set(standing.map(({ kind }) => kind)).size,
    firstAt: standing[0]?.at ?? null,
    typedShare: standing.length > 0 ? typed / standing.length : null,
  };
}

/**
 * Whether the agreed number of attempts over the agreed number of channels was made. Without such a promise none are owed.
 *
 * @example
 * hasMadeAttempts([], { atLeast: 5, channels: 2, apart: 3_600_000 }) // false
 * hasMadeAttempts([], null) // true
 */
export function hasMadeAttempts(attempts: readonly Attempt[], terms: AttemptTerms | null): boolean {
  if (terms === null) return true;
  const { count, channels } = countAttempts(attempts, terms.apart);
  return count >= terms.atLeast && channels >= terms.channels;
}
