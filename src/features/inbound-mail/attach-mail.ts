import { readMail } from '../../connectors/mail-reader.ts';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { emailKey } from '../../core/identity/email.ts';
import { type ReceivedMail, timeOfMail } from '../../core/mail/sort-mail.ts';
import { requireFound } from '../../core/version.ts';
import { findContactRow } from '../../db/contact-rows.ts';
import { requireSales } from '../activities/log-activity.ts';
import { recordChange } from '../audit/record-change.ts';
import { findContacts } from '../contacts/find-contacts.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { ensureTouchMonths } from '../touches/ensure-touch-months.ts';
import { logMail } from './log-mail.ts';
import { readCalendars } from './record-mail.ts';
import { deleteUnmatched, findAddress, findUnmatched, lockUnmatched } from './store.ts';

/**
 * Logs a mail that found nobody with a person within reach: one that the caller wrote as an attempt, any other as one from that
 * person. It is observed as if it had found them, and no longer among those that found nobody.
 */
export async function attachMail(ctx: Ctx, mailId: string, contactId: string): Promise<Record<string, never>> {
  const { id: memberId } = signedIn(ctx);
  requireSales(ctx);
  const kept = requireFound('mail', await findUnmatched(ctx, memberId, mailId));
  const whole = await readMail(Buffer.from(ctx.sealer.open(kept.sealed), 'latin1'));
  const member = requireFound('member', await findAddress(ctx, memberId));
  if (whole === null || whole.report !== null) throw refuseUnreadable();
  const own = new Set([emailKey(member.email), ...(member.senders ?? [])]);
  const isOwn = ({ from }: ReceivedMail) => own.has(emailKey(from ?? ''));
  // As it was sorted: what is attached to a mail that names nobody is the mail itself.
  const mail = kept.reason === 'nobody-named' && whole.attached !== null ? whole.attached : whole;
  const direction = isOwn(mail) ? 'outbound' : 'inbound';
  await ensureTouchMonths(ctx, [timeOfMail(mail.date, ctx.now.getTime())]);
  return tx(ctx, async (ctx) => {
    requireFound('contact', await findContactRow(ctx, contactId, ctx));
    const { contacts } = await findContacts(ctx, [contactId], []);
    const contact = requireFound('contact', contacts[0]);
    requireFound('mail', await lockUnmatched(ctx, memberId, mailId));
    const people = new Map(kept.addresses.map((key) => [key, contact.id] as const));
    const files = readCalendars(mail, member.zone);
    await logMail(ctx, memberId, { mail, files, contactIds: [contact.id], people, direction });
    await deleteUnmatched(ctx, mailId);
    const change = { verb: 'unmatched-mail.attached', object: 'unmatched-mail', objectId: mailId };
    await recordChange(ctx, { ...change, after: { contactId } });
    return {};
  });
}

function refuseUnreadable(): BatonError {
  const detail = 'This mail tells of nobody: it cannot be read, or only says that another did not arrive. Discard it.';
  return new BatonError('conflict', 'mail.nothing-to-attach', detail);
}
