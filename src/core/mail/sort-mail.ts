import { emailKey } from '../identity/email.ts';
import { type Failure, readFailures } from './delivery-report.ts';

/** What is read of a mail; everything in it is what its sender says. */
export type ReceivedMail = {
  /** The Message-ID, or what stands for it: the same for the same mail. */
  key: string;
  from: string | null;
  /** Addresses of To and Cc. */
  recipients: readonly string[];
  /** Epoch milliseconds; null where it has none. */
  date: number | null;
  subject: string | null;
  text: string | null;
  html: string | null;
  /** Auto-Submitted and Precedence, in lower case; whether it says that it came from a list. */
  autoSubmitted: string | null;
  precedence: string | null;
  isList: boolean;
  /** Calendar files that came with it. */
  calendars: readonly string[];
  /** The report of a mail server that a mail was not, or not yet, delivered; and the `key` of that mail. */
  report: string | null;
  returnedKey: string | null;
  /** The first mail that is attached as a mail. */
  attached: ReceivedMail | null;
};

export const unmatchedReasons = [
  'unreadable',
  'not-sales',
  'unknown-sender',
  'unknown-recipient',
  'nobody-named',
  'too-many',
  'unknown-bounce',
] as const;
/** Why a mail found nobody. */
export type UnmatchedReason = (typeof unmatchedReasons)[number];

export type SortedMail =
  | { kind: 'written'; mail: ReceivedMail; to: string[] }
  | { kind: 'heard'; mail: ReceivedMail; from: string }
  | { kind: 'bounced'; failures: Failure[]; returnedKey: string | null }
  | { kind: 'nobody'; reason: UnmatchedReason };

/** A mail to more people than this is nobody's personal one. */
const mostPersonal = 20;
/** A mail to more people than this is not looked at further. */
const mostRecipients = 200;

/**
 * What a mail is that reached the logging address of a member: one that they wrote, one that somebody wrote to them, or the report
 * that a mail of theirs came back. Somebody is whom the From names; the words of a forwarded mail say nothing, unless
 * it is attached as a mail.
 *
 * @param own keys of the addresses from which the member writes
 * @param house keys of the addresses of all members, and the logging addresses: they are nobody that was written to
 * @example
 * const mail = { key: 'a', from: 'ana@us.example', recipients: ['dana@plant.example'], date: 0, subject: null, text: null, html: null, autoSubmitted: null, precedence: null, isList: false, calendars: [], report: null, returnedKey: null, attached: null };
 * const own = new Set(['ana@us.example']);
 * sortMail(mail, own, () => false).to // ['dana@plant.example']
 * sortMail({ ...mail, from: 'dana@plant.example' }, own, () => false).kind // 'heard'
 * sortMail({ ...mail, recipients: [] }, own, () => false) // { kind: 'nobody', reason: 'nobody-named' }
 */
export function sortMail(mail: ReceivedMail, own: ReadonlySet<string>, house: (key: string) => boolean): SortedMail {
  if (mail.report !== null) {
    return { kind: 'bounced', failures: readFailures(mail.report), returnedKey: mail.returnedKey };
  }
  const from = emailKey(mail.from ?? '');
  if (from === null || (!own.has(from) && house(from))) return { kind: 'nobody', reason: 'unknown-sender' };
  if (!own.has(from)) return { kind: 'heard', mail, from };
  const keys = new Set(mail.recipients.flatMap((address) => emailKey(address) ?? []));
  const to = [...keys].filter((key) => !own.has(key) && !house(key)).sort();
  if (to.length > mostRecipients) return { kind: 'nobody', reason: 'too-many' };
  if (to.length > 0) return { kind: 'written', mail, to };
  // Whoever forwards a mail as an attachment shows the mail itself; one within that is of no interest.
  if (mail.attached !== null) return sortMail({ ...mail.attached, attached: null }, own, house);
  return { kind: 'nobody', reason: 'nobody-named' };
}

/**
 * Whether a program sent a mail and no person: it says so (RFC 3834), came from a list, or went to more than 20 people.
 *
 * @example
 * const mail = { autoSubmitted: 'auto-replied', precedence: null, isList: false, recipients: [] };
 * isAutomated(mail) // true
 * isAutomated({ ...mail, autoSubmitted: 'no' }) // false
 */
export function isAutomated(
  mail: Pick<ReceivedMail, 'autoSubmitted' | 'precedence' | 'isList' | 'recipients'>,
): boolean {
  const { autoSubmitted, precedence, isList, recipients } = mail;
  if (autoSubmitted !== null && !/^no\b/.test(autoSubmitted)) return true;
  if (precedence !== null && /^(bulk|list|junk|auto_reply)\b/.test(precedence)) return true;
  return isList || recipients.length > mostPersonal;
}

const year = 366 * 86_400_000;

/**
 * When a mail was sent: as its Date says, but never after it came, nor ten years before.
 *
 * @param received epoch milliseconds
 * @example
 * timeOfMail(5, 3) // 3
 * timeOfMail(null, 3) // 3
 */
export function timeOfMail(date: number | null, received: number): number {
  return date === null || date > received || date < received - 10 * year ? received : date;
}
