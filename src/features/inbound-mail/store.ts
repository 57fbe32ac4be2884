import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { CalendarAnswer } from '../../core/mail/calendar-entry.ts';
import type { UnmatchedReason } from '../../core/mail/sort-mail.ts';
import type { Database } from '../../db/database.ts';

/** Whose logging address a token is of, while they are active. The token names the workspace. */
export async function findByToken(db: Database, tokenHash: Buffer) {
  return db
    .selectFrom('loggingAddresses as a')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'a.workspaceId').onRef('m.id', '=', 'a.memberId'),
    )
    .select(['a.workspaceId', 'a.memberId'])
    .where('a.tokenHash', '=', tokenHash)
    .where('m.active', '=', true)
    .executeTakeFirst();
}

/** A member with their logging address, where they have one. */
export async function findAddress(ctx: Ctx, memberId: string) {
  return ctx.db
    .selectFrom('members as m')
    .leftJoin('loggingAddresses as a', (join) =>
      join.onRef('a.workspaceId', '=', 'm.workspaceId').onRef('a.memberId', '=', 'm.id'),
    )
    .innerJoin('workspaces as w', 'w.id', 'm.workspaceId')
    .select(['m.id as memberId', 'm.email', 'm.role', 'm.department', 'a.sealed', 'a.senders', 'a.rotatedAt'])
    .select(sql<string>`coalesce(m.zone, w.zone)`.as('zone'))
    .where('m.workspaceId', '=', ctx.workspace)
    .where('m.id', '=', memberId)
    .executeTakeFirst();
}

export async function putAddress(
  ctx: Ctx,
  memberId: string,
  values: { tokenHash: Buffer; sealed: Buffer },
): Promise<void> {
  await ctx.db
    .insertInto('loggingAddresses')
    .values({ workspaceId: ctx.workspace, memberId, ...values, rotatedAt: ctx.now })
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'memberId']).doUpdateSet({ ...values, rotatedAt: ctx.now }),
    )
    .execute();
}

export async function updateSenders(ctx: Ctx, memberId: string, senders: string[]): Promise<boolean> {
  const result = await ctx.db
    .updateTable('loggingAddresses')
    .set({ senders })
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Which of some addresses are those of members, by which they sign in or from which they write. */
export async function selectHouse(ctx: Ctx, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return [];
  const { rows } = await sql<{ key: string }>`
    select k as key from unnest(${[...keys]}::text[]) k
    join members m on m.workspace_id = ${ctx.workspace} and m.email_key = k
    union
    select s from logging_addresses a, unnest(a.senders) s
    where a.workspace_id = ${ctx.workspace} and a.senders && ${[...keys]}::text[] and s = any(${[...keys]}::text[])`.execute(
    ctx.db,
  );
  return rows.map(({ key }) => key);
}

type NewUnmatched = {
  id: string;
  memberId: string;
  mailKey: string;
  reason: UnmatchedReason;
  sender: string | null;
  subject: string | null;
  addresses: string[];
  sealed: Buffer;
};

/** Keeps a mail that found nobody; the same again is the one that is there. */
export async function insertUnmatched(ctx: Ctx, row: NewUnmatched): Promise<void> {
  await ctx.db
    .insertInto('unmatchedMails')
    .values({ workspaceId: ctx.workspace, ...row, receivedAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'memberId', 'mailKey']).doNothing())
    .execute();
}

const shown = ['id', 'mailKey', 'reason', 'sender', 'subject', 'addresses', 'receivedAt'] as const;
export type UnmatchedRow = Awaited<ReturnType<typeof selectUnmatched>>[number];

export async function selectUnmatched(
  ctx: Ctx,
  memberId: string,
  { after, limit }: { after: readonly [at: string, id: string] | null; limit: number },
) {
  let query = ctx.db
    .selectFrom('unmatchedMails')
    .select(shown)
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .orderBy('receivedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (after) query = query.where(sql<boolean>`(received_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return query.execute();
}

export async function countUnmatched(ctx: Ctx, memberId: string): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('unmatchedMails')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .executeTakeFirstOrThrow();
  return count;
}

const unmatchedOf = (ctx: Ctx, memberId: string, id: string) =>
  ctx.db
    .selectFrom('unmatchedMails')
    .select([...shown, 'sealed'])
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .where('id', '=', id);

export const findUnmatched = (ctx: Ctx, memberId: string, id: string) =>
  unmatchedOf(ctx, memberId, id).executeTakeFirst();

export const lockUnmatched = (ctx: Ctx, memberId: string, id: string) =>
  unmatchedOf(ctx, memberId, id).forUpdate().executeTakeFirst();

export async function deleteUnmatched(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom('unmatchedMails').where('workspaceId', '=', ctx.workspace).where('id', '=', id).execute();
}

export async function deleteOld(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db
    .deleteFrom('unmatchedMails')
    .where('workspaceId', '=', ctx.workspace)
    .where('receivedAt', '<', before)
    .execute();
  await ctx.db
    .deleteFrom('understoodBounces')
    .where('workspaceId', '=', ctx.workspace)
    .where('at', '<', before)
    .execute();
}

/** Whether a report is told for the first time. */
export async function insertBounce(ctx: Ctx, mailKey: string): Promise<boolean> {
  const result = await ctx.db
    .insertInto('understoodBounces')
    .values({ workspaceId: ctx.workspace, mailKey, at: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/**
 * The mails of a member to some people since an instant that still stand: of each person the one that a report names, else the
 * last. Where the one that it names was taken back already, none.
 */
export async function selectSent(
  ctx: Ctx,
  asked: { memberId: string; contactIds: readonly string[]; since: Date; named: string | null; source: string },
) {
  const { memberId, contactIds, since, named, source } = asked;
  const { rows } = await sql<{ id: string }>`
    select w.id from (
      select distinct on (v.contact_id) v.id, v.withdrawn_at
      from activities v
      where v.workspace_id = ${ctx.workspace} and v.contact_id = any(${[...contactIds]}::uuid[]) and v.kind = 'email-sent'
        and v.direction = 'outbound' and v.member_id = ${memberId} and v.at >= ${since} and v.at <= ${ctx.now}
        and (v.withdrawn_at is null or v.source = ${source} and v.external_id = ${named}::text || ' ' || v.contact_id)
      order by v.contact_id, (v.source = ${source} and v.external_id = ${named}::text || ' ' || v.contact_id) is true desc,
               v.at desc, v.id desc
    ) w
    where w.withdrawn_at is null
    order by w.id`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** What is booked of some entries with some people, who are held. */
export async function lockMeetings(ctx: Ctx, uids: readonly string[], contactIds: readonly string[]) {
  return ctx.db
    .selectFrom('bookedMeetings')
    .selectAll()
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`uid = any(${[...uids]}::text[])`)
    .where(sql<boolean>`contact_id = any(${[...contactIds]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

export type MeetingValues = {
  memberId: string;
  direction: 'outbound' | 'inbound';
  subject: string | null;
  startsAt: Date;
  wholeDay: boolean;
  sequence: number;
  stamp: Date;
  cancelled: boolean;
  answer: CalendarAnswer | null;
  answerAt: Date | null;
  activityId: string | null;
};

export async function putMeetings(
  ctx: Ctx,
  meetings: readonly (MeetingValues & { id: string; uid: string; contactId: string })[],
): Promise<void> {
  if (meetings.length === 0) return;
  const sorted = [...meetings].sort((a, b) => (a.id < b.id ? -1 : 1));
  await ctx.db
    .insertInto('bookedMeetings')
    .values(sorted.map((one) => ({ workspaceId: ctx.workspace, ...one, bookedAt: ctx.now })))
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'id']).doUpdateSet((eb) => ({
        subject: eb.ref('excluded.subject'),
        startsAt: eb.ref('excluded.startsAt'),
        wholeDay: eb.ref('excluded.wholeDay'),
        sequence: eb.ref('excluded.sequence'),
        stamp: eb.ref('excluded.stamp'),
        cancelled: eb.ref('excluded.cancelled'),
        answer: eb.ref('excluded.answer'),
        answerAt: eb.ref('excluded.answerAt'),
        activityId: eb.ref('excluded.activityId'),
      })),
    )
    .execute();
}

/** Meetings whose time has come and that still stand. */
export async function selectDue(ctx: Ctx, most: number) {
  const { rows } = await sql<{ uid: string; contactId: string; startsAt: Date }>`
    select b.uid, b.contact_id, b.starts_at
    from booked_meetings b
    join contacts c on c.workspace_id = ${ctx.workspace} and c.id = b.contact_id and c.deleted_at is null
    where b.workspace_id = ${ctx.workspace} and b.starts_at <= ${ctx.now} and b.activity_id is null and not b.cancelled
      and b.answer is distinct from 'declined'
    order by b.starts_at, b.id
    limit ${most}`.execute(ctx.db);
  return rows;
}

/** What is booked with a person from now on, the next first. */
export async function selectBooked(ctx: Ctx, contactId: string, most: number) {
  return ctx.db
    .selectFrom('bookedMeetings as b')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'b.workspaceId').onRef('m.id', '=', 'b.memberId'),
    )
    .select([
      'b.subject',
      'b.startsAt',
      'b.wholeDay',
      'b.direction',
      'b.answer',
      'm.id as memberId',
      'm.name as memberName',
    ])
    .where('b.workspaceId', '=', ctx.workspace)
    .where('b.contactId', '=', contactId)
    .where('b.startsAt', '>', ctx.now)
    .where('b.cancelled', '=', false)
    .orderBy('b.startsAt')
    .orderBy('b.id')
    .limit(most)
    .execute();
}

/** Whether what a report says was carried out before. */
export async function isUnderstood(ctx: Ctx, mailKey: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('understoodBounces')
    .select('at')
    .where('workspaceId', '=', ctx.workspace)
    .where('mailKey', '=', mailKey)
    .executeTakeFirst();
  return row !== undefined;
}
