import { nameMail, readMail } from '../../connectors/mail-reader.ts';
import { type Ctx, tx } from '../../context.ts';
import { employerOf } from '../../core/capture/contact-keys.ts';
import { emailKey } from '../../core/identity/email.ts';
import { type CalendarFile, readCalendar } from '../../core/mail/calendar-entry.ts';
import {
  type ReceivedMail,
  type SortedMail,
  sortMail,
  timeOfMail,
  type UnmatchedReason,
} from '../../core/mail/sort-mail.ts';
import { requireFound } from '../../core/version.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { findPeople, type Owner } from './find-people.ts';
import { keepMail } from './keep-mail.ts';
import { logMail } from './log-mail.ts';
import { isLoggingAddress } from './mint-token.ts';
import { findAddress, selectHouse } from './store.ts';
import { withdrawBounced } from './withdraw-bounced.ts';

/** `found` says whether everybody whom the mail is about was. */
type Outcome = { found: true } | { found: false; reason: UnmatchedReason; addresses?: readonly string[] };

/**
 * Takes one mail that reached the logging address of a member: logs what it shows with each person it is about, takes back what it
 * contradicts, and keeps it where it is about somebody whom nobody knows. All or nothing; the same mail again changes nothing.
 *
 * @param options.keep false where it is kept already
 */
export async function recordMail(
  ctx: Ctx,
  memberId: string,
  raw: Buffer,
  { keep = true }: { keep?: boolean } = {},
): Promise<{ found: boolean }> {
  const mail = await readMail(raw);
  const member = requireFound('member', await findAddress(ctx, memberId));
  const own = new Set([emailKey(member.email) ?? '', ...(member.senders ?? [])]);
  const owner: Owner = { memberId, zone: member.zone, own, employer: employerOf(member.email) };
  const sorted = await sort(ctx, owner, mail);
  const isSales = member.department !== 'marketing' || member.role === 'admin' || member.role === 'head';
  const works = isSales && member.role !== 'viewer' && member.role !== 'sponsor';
  if (sorted.kind === 'written' || sorted.kind === 'heard') {
    await ensureTouchMonths(ctx, [timeOfMail(sorted.mail.date, ctx.now.getTime())]);
  }
  return tx(ctx, async (ctx) => {
    const outcome: Outcome = works ? await carryOut(ctx, owner, sorted, mail) : { found: false, reason: 'not-sales' };
    if (!outcome.found && keep) {
      const { reason, addresses = [] } = outcome;
      await keepMail(ctx, memberId, { raw, key: mail?.key ?? nameMail(null, raw), mail, reason, addresses });
    }
    return { found: outcome.found };
  });
}

async function sort(ctx: Ctx, owner: Owner, mail: ReceivedMail | null): Promise<SortedMail> {
  if (mail === null) return { kind: 'nobody', reason: 'unreadable' };
  const whole = addAttendees({ ...mail, attached: mail.attached && addAttendees(mail.attached, owner) }, owner);
  const named = [whole, whole.attached].flatMap((one) => (one === null ? [] : [one.from ?? '', ...one.recipients]));
  const keys = [...new Set(named.flatMap((address) => emailKey(address) ?? []))];
  const house = new Set(await selectHouse(ctx, keys));
  return sortMail(whole, owner.own, (key) => house.has(key) || isLoggingAddress(key));
}

/** Calendars send an invitation to each by itself: whom it is with stands in the entry. */
function addAttendees(mail: ReceivedMail, { zone }: Owner): ReceivedMail {
  const entries = readCalendars(mail, zone).flatMap(({ method, entries }) => (method === 'reply' ? [] : entries));
  const keys = entries.flatMap(({ attendees }) => attendees.map(({ key }) => key));
  return keys.length === 0 ? mail : { ...mail, recipients: [...new Set([...mail.recipients, ...keys])] };
}

export const readCalendars = ({ calendars }: ReceivedMail, zone: string): CalendarFile[] =>
  calendars.flatMap((text) => readCalendar(text, zone) ?? []);

async function carryOut(ctx: Ctx, owner: Owner, sorted: SortedMail, mail: ReceivedMail | null): Promise<Outcome> {
  switch (sorted.kind) {
    case 'nobody':
      return { found: false, reason: sorted.reason };
    case 'bounced': {
      const addresses = sorted.failures.flatMap(({ keys }) => keys[0] ?? []);
      const isFound = await withdrawBounced(ctx, owner, { ...sorted, key: mail?.key ?? '' });
      return isFound ? { found: true } : { found: false, reason: 'unknown-bounce', addresses };
    }
    case 'written':
      return logWritten(ctx, owner, sorted);
    case 'heard':
      return logHeard(ctx, owner, sorted);
  }
}

async function logWritten(
  ctx: Ctx,
  owner: Owner,
  { mail, to }: Extract<SortedMail, { kind: 'written' }>,
): Promise<Outcome> {
  const people = await findPeople(ctx, to);
  const contactIds = [...new Set(people.values())];
  const files = readCalendars(mail, owner.zone);
  await logMail(ctx, owner.memberId, { mail, files, contactIds, people, direction: 'outbound' });
  // A colleague without an account here is nobody that Sales tries to reach.
  const isOutside = (key: string) => owner.employer === null || employerOf(key) !== owner.employer;
  const unknown = to.filter((key) => !people.has(key) && isOutside(key));
  if (unknown.length > 0) return { found: false, reason: 'unknown-recipient', addresses: unknown };
  return people.size > 0 ? { found: true } : { found: false, reason: 'nobody-named' };
}

async function logHeard(
  ctx: Ctx,
  owner: Owner,
  { mail, from }: Extract<SortedMail, { kind: 'heard' }>,
): Promise<Outcome> {
  const people = await findPeople(ctx, [from]);
  const contactId = people.get(from);
  if (contactId === undefined) return { found: false, reason: 'unknown-sender', addresses: [from] };
  const files = readCalendars(mail, owner.zone);
  await logMail(ctx, owner.memberId, { mail, files, contactIds: [contactId], people, direction: 'inbound' });
  return { found: true };
}
