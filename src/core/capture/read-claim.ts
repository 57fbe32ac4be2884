import { sha256 } from '@noble/hashes/sha2.js';
import { writeCanonicalJson } from '../canonical-json.ts';
import { readEmail } from '../identity/email.ts';
import type { Message, MessageType } from './read-message.ts';
import type { AccountTraits, ContactTraits } from './read-traits.ts';

/** What a message tells of somebody, as it is kept. */
export type Says = {
  readonly contact?: ContactTraits;
  readonly account?: AccountTraits;
  readonly consent?: Readonly<Record<string, boolean>>;
  readonly consentTexts?: Readonly<Record<string, string>>;
  readonly consentProof?: Readonly<Record<string, string | number>>;
  /** The call by which a consent came. */
  readonly call?: MessageType;
};

/** Whom a message names, and what it tells. */
export type MessageClaim = {
  readonly userId: string | null;
  /** The key of the e-mail address. */
  readonly email: string | null;
  readonly anonymousId: string | null;
  readonly previousId: string | null;
  readonly says: Says | null;
};

/**
 * What a message claims. Languages and time zones, which libraries send with everything, are told of those whom a message names,
 * not of every visitor.
 *
 * @example
 * const message = readMessage({ type: 'identify', userId: 'u1', traits: { email: 'Ana@Plant.example' } }, { happenedAt: null, sentAt: null, receivedAt: 5 });
 * readClaim(message)
 * // { userId: 'u1', email: 'ana@plant.example', anonymousId: null, previousId: null, says: { contact: { email: 'Ana@Plant.example' } } }
 */
export function readClaim(message: Message): MessageClaim {
  const { userId, anonymousId, previousId, contact, account, consent, consentTexts, consentProof } = message;
  const email = contact.email === undefined ? null : (readEmail(contact.email)?.key ?? null);
  const { language: _, zone: __, ...own } = contact;
  const told = userId === null && email === null ? own : contact;
  const says: Says = {
    ...(Object.keys(told).length === 0 ? {} : { contact: told }),
    ...(Object.keys(account).length === 0 ? {} : { account }),
    ...(Object.keys(consent).length === 0
      ? {}
      : { consent, ...(consentTexts && { consentTexts }), ...(consentProof && { consentProof }), call: message.type }),
  };
  return { userId, email, anonymousId, previousId, says: Object.keys(says).length === 0 ? null : says };
}

/**
 * Whether a claim must be kept: it says that two ids are one person, or tells something.
 *
 * @example
 * isWorthKeeping({ userId: 'u1', email: null, anonymousId: null, previousId: null, says: null }) // false
 */
export function isWorthKeeping({ userId, email, anonymousId, says }: MessageClaim): boolean {
  return says !== null || [userId, email, anonymousId].filter((id) => id !== null).length > 1;
}

const hour = 3_600_000;

/**
 * The key of a claim, 32 hex digits: the same for what is said again by one source within one hour of UTC, so that a browser
 * that sends everything with every page is not kept with every page. A word on consent is always one of its own.
 *
 * @param at epoch milliseconds
 * @example
 * const claim = { userId: 'u1', email: null, anonymousId: 'a1', previousId: null, says: null };
 * keyOfClaim(claim, 'Site', 0) === keyOfClaim(claim, 'Site', 3_599_999) // true
 * keyOfClaim(claim, 'Site', 0) === keyOfClaim(claim, 'Site', 3_600_000) // false
 */
export function keyOfClaim(claim: MessageClaim, source: string, at: number): string {
  const { userId, email, anonymousId, previousId, says } = claim;
  const when = says?.consent === undefined ? Math.floor(at / hour) : `at ${at}`;
  const text = writeCanonicalJson([userId, email, anonymousId, previousId, source, says, when]);
  return [...sha256(new TextEncoder().encode(text)).subarray(0, 16)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
