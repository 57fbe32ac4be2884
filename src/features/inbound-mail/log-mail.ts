import type { Ctx } from '../../context.ts';
import type { CalendarFile } from '../../core/mail/calendar-entry.ts';
import { excerptMail } from '../../core/mail/excerpt.ts';
import { isAutomated, type ReceivedMail, timeOfMail } from '../../core/mail/sort-mail.ts';
import { bookMeetings } from './book-meetings.ts';
import { logObserved, mailSource } from './log-observed.ts';

export type MailWith = {
  mail: ReceivedMail;
  files: readonly CalendarFile[];
  contactIds: readonly string[];
  /** Those of them whose addresses an invitation may name. */
  people: ReadonlyMap<string, string>;
  direction: 'outbound' | 'inbound';
};

/**
 * Logs a mail with people who are held, one activity each, and carries out what its calendar files say. The same mail with the same
 * person again changes nothing.
 */
export async function logMail(ctx: Ctx, memberId: string, given: MailWith): Promise<void> {
  const { mail, contactIds, direction } = given;
  const at = new Date(timeOfMail(mail.date, ctx.now.getTime()));
  const told = await bookMeetings(ctx, memberId, { ...given, at });
  const note = [mail.subject, excerptMail(mail.text, mail.html)].filter(Boolean).join('\n\n') || null;
  const rows = contactIds.flatMap((contactId) => {
    const said = told.get(contactId);
    // That a meeting was moved or called off is told by the meeting; it is no further try to reach anybody.
    if (direction === 'outbound' && (said === 'changed' || said === 'noted')) return [];
    const isPersonal = said === 'new' || said === 'accepted';
    return [
      {
        ...{ contactId, at, note, memberId, direction },
        kind: direction === 'outbound' ? ('email-sent' as const) : ('email-replied' as const),
        automated: !isPersonal && (said !== undefined || isAutomated(mail)),
        ...{ source: mailSource, externalId: `${mail.key} ${contactId}` },
      },
    ];
  });
  await logObserved(ctx, rows);
}
