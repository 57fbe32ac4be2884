import { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { isOpenAt, listOpenStretches } from '../../core/clock/open-stretches.ts';
import { usualWay } from '../../core/notification.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { type CalendarBook, loadCalendars } from '../calendars/load-calendars.ts';
import { writeMails } from '../outbox/write-mail.ts';
import { mintVerdictLinks } from '../verdict-links/mint-links.ts';
import { describeNotification, findPath } from './describe-notification.ts';
import { claimDue, type DueRow, listReaders, type Reader, selectKnown, selectOffered, updateMailAt } from './store.ts';
import { makeUnsubscribeUrl } from './unsubscribe-member.ts';

/** So many are mailed in one transaction. */
const mostAtOnce = 500;
/** Hours that do not open for so long hold nothing up. */
const farthest = 60 * 86_400_000;

/**
 * Writes the mails that are due: one for each member, with all that has come for them. Outside of the member's working hours they
 * are held until those open, but for what the agreement has go out at once. What was read meanwhile, or is not wished or not to be
 * seen any more, is not mailed.
 *
 * @returns whether more may be waiting
 */
export async function sendNotifications(ctx: Ctx): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const rows = await claimDue(ctx, mostAtOnce);
    if (rows.length === 0) return false;
    const people = await listReaders(ctx, [...new Set(rows.map(({ memberId }) => memberId))]);
    const wished = rows.filter(({ readAt, way, kind }) => readAt === null && (way ?? usualWay(kind)) === 'mail');
    const known = await selectKnown(ctx, people, wished);
    const openings = await findOpenings(ctx, [...new Set(known.map(({ memberId }) => memberId))]);
    const held = known.filter(({ memberId, urgent }) => !urgent && openings.get(memberId) != null);
    const now = known.filter((row) => !held.includes(row));
    await writeLetters(ctx, people, now);
    const heldIds = new Set(held.map(({ id }) => id));
    await updateMailAt(
      ctx,
      rows.map(({ id, memberId }) => ({ id, mailAt: heldIds.has(id) ? (openings.get(memberId) ?? null) : null })),
    );
    return rows.length === mostAtOnce;
  });
}

/** When the working hours of members open; null of those who are within them now, or whose hours nobody knows. */
async function findOpenings(ctx: Ctx, memberIds: string[]): Promise<Map<string, Date | null>> {
  const calendars = await loadCalendars(ctx, await findRelayInForce(ctx), memberIds);
  return new Map(memberIds.map((id) => [id, findOpening(calendars, id, ctx.now.getTime())]));
}

function findOpening(calendars: CalendarBook, memberId: string, now: number): Date | null {
  const calendar = calendars(memberId, null)?.calendar;
  if (calendar === undefined || isOpenAt(calendar, now)) return null;
  const [next] = listOpenStretches(calendar, now, now + farthest, [], 1);
  return next === undefined ? null : new Date(next.from);
}

async function writeLetters(ctx: Ctx, people: readonly Reader[], rows: readonly DueRow[]): Promise<void> {
  if (rows.length === 0) return;
  const links = await makeVerdictLinks(ctx, rows);
  const byMember = Map.groupBy(rows, ({ memberId }) => memberId);
  await writeMails(
    ctx,
    people.flatMap((member) => {
      const own = byMember.get(member.id)?.sort((a, b) => a.at.getTime() - b.at.getTime());
      return own === undefined ? [] : [writeLetter(ctx, member, own, links)];
    }),
  );
}

/** For leads that whoever is told of them still has to decide about. */
async function makeVerdictLinks(ctx: Ctx, rows: readonly DueRow[]) {
  const leads = rows.filter(({ kind }) => kind === 'lead-offered' || kind === 'lead-reassigned');
  const offered = await selectOffered(
    ctx,
    leads.map(({ objectId }) => objectId),
  );
  return mintVerdictLinks(
    ctx,
    offered.map(({ id, memberId }) => ({ handoffId: id, memberId })),
  );
}

type Links = Awaited<ReturnType<typeof mintVerdictLinks>>;
const StoredLetter = z.object({ subject: z.string(), lines: z.array(z.string()) });

function writeLetter(ctx: Ctx, member: Reader, rows: readonly DueRow[], links: Links) {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const unsubscribe = makeUnsubscribeUrl(ctx, member.id, kinds);
  const parts = rows.map((row) => {
    const sentence = describeNotification(row, true);
    const letter = openLetter(ctx, row.letter);
    const verdict = row.object === 'handoff' ? links.get(`${row.objectId} ${member.id}`) : undefined;
    return {
      subject: letter?.subject ?? sentence,
      lines: [
        ...(letter?.lines ?? [sentence]),
        '',
        `${ctx.publicUrl}${findPath(row)}`,
        ...(verdict === undefined ? [] : ['', `Accept it: ${verdict.accept}`, `Reject it: ${verdict.reject}`]),
      ],
    };
  });
  const [only] = parts;
  return {
    key: `notifications:${rows[0]?.id}`,
    to: member.email,
    subject: only !== undefined && parts.length === 1 ? only.subject : `${parts.length} news from Baton`,
    text: [
      `Hello ${member.name},`,
      '',
      ...parts.flatMap(({ lines }, n) => (n === 0 ? lines : ['', '---', '', ...lines])),
      '',
      '--',
      `Choose what you are told: ${ctx.publicUrl}/settings/profile`,
      `No more mails of this kind: ${unsubscribe}`,
      '',
    ].join('\n'),
    unsubscribe,
  };
}

function openLetter(ctx: Ctx, sealed: Buffer | null): z.output<typeof StoredLetter> | null {
  return sealed === null ? null : StoredLetter.parse(JSON.parse(ctx.sealer.open(sealed)));
}
