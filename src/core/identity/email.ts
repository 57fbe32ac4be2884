import { classifyDomain, type DomainKind } from './domain.ts';
import { readHost } from './host.ts';

export type EmailAddress = {
  /** As it was typed, without outer white space and invisible characters. */
  readonly display: string;
  /** What two spellings of one mailbox have in common; unique among the contacts of a workspace. */
  readonly key: string;
  readonly local: string;
  /** The host in lower case ASCII. */
  readonly domain: string;
};

/** At these, dots in the name and what follows a plus mean nothing; both domains are one mailbox. */
const dotless: ReadonlyMap<string, string> = new Map([
  ['gmail.com', 'gmail.com'],
  ['googlemail.com', 'gmail.com'],
]);

/** Mailboxes of a function that several people read: no single person can be told by them. */
const roles: ReadonlySet<string> = new Set(
  `abuse accounting accounts admin administrator billing bookings buchhaltung careers contact customerservice empfang
  enquiries einkauf finance hello help helpdesk hostmaster hr info inquiries invoice invoices it jobs kontakt legal mail
  marketing media no-reply noreply office orders postmaster press privacy procurement purchasing reception recruiting rh
  root sales security service support team vertrieb web webmaster`.split(/\s+/),
);

/**
 * Reads an e-mail address as people write one: `name@host`, with letters of any script. Null where no mail could arrive
 * on the internet: quoted names, comments, addresses of machines (`[192.0.2.1]`), hosts of one label, more than 64
 * characters before the @ or 254 in all.
 *
 * The key is trimmed and lower case. Only for gmail.com and googlemail.com, whose rules are published, dots and the part
 * from a plus on are left out; elsewhere they may name another mailbox (`domain.md` 7, ../reference identity cases).
 *
 * @example
 * readEmail('j.doe+webinar@gmail.com') // { display: 'j.doe+webinar@gmail.com', key: 'jdoe@gmail.com', local: 'j.doe+webinar', domain: 'gmail.com' }
 */
export function readEmail(text: string): EmailAddress | null {
  const display = text.replace(/\p{Cf}/gu, '').trim();
  const folded = display.normalize('NFKC').toLowerCase().normalize('NFKC');
  if (folded.length > 254) return null;
  const at = folded.indexOf('@');
  const local = folded.slice(0, at);
  if (at < 1 || local.length > 64 || !isLocalPart(local)) return null;
  const written = folded.slice(at + 1);
  const domain = /[:/?#]/.test(written) ? null : readHost(written);
  if (domain === null) return null;
  const key = keyOf(local, domain);
  return key === null ? null : { display, key, local, domain };
}

function isLocalPart(local: string): boolean {
  return /^[^\s"(),:;<>@[\\\]\p{Cc}\p{Cs}]+$/u.test(local) && !/^\.|\.\.|\.$/.test(local);
}

function keyOf(local: string, domain: string): string | null {
  const provider = dotless.get(domain);
  if (provider === undefined) return `${local}@${domain}`;
  const name = local.replace(/\+.*$/su, '').replaceAll('.', '');
  return name === '' ? null : `${name}@${provider}`;
}

/**
 * The key by which contacts with the same mailbox are found, or null for what is no address. The key of a key is itself.
 *
 * @example
 * emailKey(' Mary.Smith@ACME.com ') // 'mary.smith@acme.com'
 * emailKey('mary at acme.com') // null
 */
export function emailKey(text: string): string | null {
  return readEmail(text)?.key ?? null;
}

/**
 * Whether an address is at a free provider, throw-away or at a company's own domain; null for what is no address.
 *
 * @example
 * classifyEmail('x@web.de') // 'free'
 */
export function classifyEmail(text: string): DomainKind | null {
  const email = readEmail(text);
  return email === null ? null : (classifyDomain(email.domain)?.kind ?? null);
}

/**
 * Whether a mailbox belongs to a function (info@, sales@) and not to one person.
 *
 * @example
 * isRoleMailbox('Info@acme.com') // true
 */
export function isRoleMailbox(text: string): boolean {
  const email = readEmail(text);
  return email !== null && roles.has(email.local.replace(/\+.*$/su, ''));
}
