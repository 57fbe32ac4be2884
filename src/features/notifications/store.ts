import { type Expression, type SqlBool, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Acting, MemberActor } from '../../core/actor.ts';
import { type NotificationKind, type NotificationWay, notificationKinds, usualWay } from '../../core/notification.ts';
import { inChunks } from '../../db/chunks.ts';
import { type About, reachesRecord, recordName } from '../../db/record-scope.ts';
import { withinReach } from '../../db/scope.ts';
import { readers } from './schema.ts';

/** One notification to be written for one member. */
export type NewNotification = About & {
  id: string;
  memberId: string;
  kind: NotificationKind;
  key: string;
  object: string;
  objectId: string;
  text: string;
  urgent: boolean;
  letter: Buffer | null;
};

/** Columns as arrays, for a table of the statement's own. */
const column = <Row, Value>(rows: readonly Row[], read: (row: Row) => Value) => rows.map(read);

/**
 * Whether who is told may see what a row names: the record is within reach, or the lead is theirs, as its rep, as whoever has it in
 * Marketing, or as whoever must answer.
 *
 * @param n how the statement calls the rows, with `object`, `object_id` and the columns of `About`
 */
function knows(ctx: Acting, n: string): Expression<SqlBool> {
  const ref = (name: string) => sql.ref(`${n}.${name}`);
  const isReached = (member: string) => withinReach(ctx, sql.ref(member));
  return sql<SqlBool>`(
    num_nonnulls(${ref('contact_id')}, ${ref('account_id')}, ${ref('deal_id')}) = 0
    or ${reachesRecord(ctx, n)}
    or ${ref('object')} = 'handoff' and exists (
      select from handoffs own_h where own_h.workspace_id = ${ctx.workspace} and own_h.id = ${ref('object_id')}
        and (${isReached('own_h.member_id')} or ${isReached('own_h.marketing_owner_id')})
    )
    or ${ref('object')} = 'rejection' and exists (
      select from rejections own_r
      join handoffs own_h on own_h.workspace_id = own_r.workspace_id and own_h.id = own_r.handoff_id
      where own_r.workspace_id = ${ctx.workspace} and own_r.id = ${ref('object_id')}
        and (${isReached('own_h.member_id')} or ${isReached('own_r.answerer_id')})
    )
  )`;
}

type MemberRow = { id: string; name: string; email: string; locale: string; zone: string } & Pick<
  MemberActor,
  'role' | 'department' | 'visibility' | 'actsFor'
>;
export type Reader = MemberRow & { acting: Acting };

/** Those of some members who are active, each as who would read. */
export async function listReaders(ctx: Ctx, memberIds: readonly string[]): Promise<Reader[]> {
  if (memberIds.length === 0) return [];
  const { rows } = await sql<MemberRow>`
    select m.id, m.name, m.email, m.role, m.department, coalesce(m.visibility, w.visibility) as visibility,
           coalesce(m.locale, w.locale) as locale, coalesce(m.zone, w.zone) as zone,
           array(select d.department from departments d where d.workspace_id = m.workspace_id and d.head_id = m.id) as acts_for
    from members m
    join workspaces w on w.id = m.workspace_id
    where m.workspace_id = ${ctx.workspace} and m.id = any(${memberIds}::uuid[]) and m.active
      -- Nobody reads what made-up people are told; whoever visits a sample has the same id at home.
      and (w.sample_of is null or exists (
        select from members own where own.workspace_id = w.sample_of and own.id = m.id
      ))
    order by m.id`.execute(ctx.db);
  return rows.map((row) => {
    const reach = row.actsFor.length > 0 ? readers.roles.head : readers.roles[row.role];
    const actor: MemberActor = { ...row, kind: 'member', sessionId: '' };
    return { ...row, acting: { workspace: ctx.workspace, actor, reach, now: ctx.now } };
  });
}

type Asked = About & { memberId: string; key: string; object: string; objectId: string };

/**
 * What is the member's own: a lead of theirs, a rejection that they answer, a person whom they own or whose
 * lead they have. Most of what anybody is told is, and
 * nothing more has to be asked of it.
 */
async function selectOwn(ctx: Ctx, indexed: readonly { row: Asked; at: number }[]): Promise<Set<number>> {
  const { rows } = await sql<{ at: number }>`
    select n.at from unnest(
      ${column(indexed, ({ at }) => at)}::integer[], ${column(indexed, ({ row }) => row.memberId)}::uuid[],
      ${column(indexed, ({ row }) => row.object)}::text[], ${column(indexed, ({ row }) => row.objectId)}::uuid[],
      ${column(indexed, ({ row }) => row.contactId)}::uuid[]
    ) as n (at, member_id, object, object_id, contact_id)
    where n.object = 'handoff' and exists (
        select from handoffs h where h.workspace_id = ${ctx.workspace} and h.id = n.object_id
          and n.member_id in (h.member_id, h.marketing_owner_id)
      )
      or n.object = 'rejection' and exists (
        select from rejections r where r.workspace_id = ${ctx.workspace} and r.id = n.object_id and r.answerer_id = n.member_id
      )
      or n.object = 'contact' and exists (
        select from contacts c where c.workspace_id = ${ctx.workspace} and c.id = n.contact_id and c.owner_id = n.member_id
      )
      or n.object = 'contact' and exists (
        select from handoffs h where h.workspace_id = ${ctx.workspace} and h.contact_id = n.contact_id
          and h.closed_at is null and h.member_id = n.member_id
      )`.execute(ctx.db);
  return new Set(rows.map(({ at }) => at));
}

/** Of what some members shall be told, what they may see: two statements, however many they are. */
export async function selectKnown<Row extends Asked>(ctx: Ctx, people: readonly Reader[], rows: readonly Row[]) {
  const byMember = new Map(people.map((one) => [one.id, one]));
  const indexed = rows.map((row, at) => ({ row, at }));
  const free = indexed.filter(({ row }) => byMember.get(row.memberId)?.acting.reach === 'all');
  const limited = indexed.filter((one) => byMember.has(one.row.memberId) && !free.includes(one));
  const theirs = limited.length === 0 ? new Set<number>() : await selectOwn(ctx, limited);
  const others = limited.filter(({ at }) => !theirs.has(at));
  const asked = people.flatMap(({ id, acting }) => {
    const own = others.filter(({ row }) => row.memberId === id);
    if (own.length === 0) return [];
    return sql`
      select n.at from unnest(
        ${column(own, ({ at }) => at)}::integer[], ${column(own, ({ row }) => row.object)}::text[],
        ${column(own, ({ row }) => row.objectId)}::uuid[], ${column(own, ({ row }) => row.contactId)}::uuid[],
        ${column(own, ({ row }) => row.accountId)}::uuid[], ${column(own, ({ row }) => row.dealId)}::uuid[]
      ) as n (at, object, object_id, contact_id, account_id, deal_id)
      where ${knows(acting, 'n')}`;
  });
  const found =
    asked.length === 0 ? [] : (await sql<{ at: number }>`${sql.join(asked, sql` union all `)}`.execute(ctx.db)).rows;
  const known = new Set([...free.map(({ at }) => at), ...theirs, ...found.map(({ at }) => at)]);
  return indexed.flatMap(({ row, at }) => (known.has(at) ? [row] : []));
}

/**
 * Writes notifications as their members wish to be told: not at all, in Baton, or by mail as well. What was told is not told again.
 * Says which are new.
 */
export async function insertNotifications(ctx: Ctx, rows: readonly NewNotification[]) {
  const sorted = [...rows].sort((a, b) => compare(a.memberId, b.memberId) || compare(a.key, b.key));
  const inserted: { id: string; memberId: string }[] = [];
  for (const chunk of inChunks(sorted)) {
    const { rows: added } = await sql<{ id: string; memberId: string }>`
      insert into notifications (
        workspace_id, id, member_id, kind, key, object, object_id, contact_id, account_id, deal_id, text, urgent, letter, at, mail_at
      )
      select ${ctx.workspace}::uuid, n.id, n.member_id, n.kind, n.key, n.object, n.object_id, n.contact_id, n.account_id, n.deal_id,
             n.text, n.urgent, case when w.way = 'mail' then n.letter end, ${ctx.now}::timestamptz,
             case when w.way = 'mail' then ${ctx.now}::timestamptz end
      from unnest(
        ${column(chunk, ({ id }) => id)}::uuid[], ${column(chunk, ({ memberId }) => memberId)}::uuid[],
        ${column(chunk, ({ kind }) => kind)}::text[], ${column(chunk, ({ key }) => key)}::text[],
        ${column(chunk, ({ object }) => object)}::text[], ${column(chunk, ({ objectId }) => objectId)}::uuid[],
        ${column(chunk, ({ contactId }) => contactId)}::uuid[], ${column(chunk, ({ accountId }) => accountId)}::uuid[],
        ${column(chunk, ({ dealId }) => dealId)}::uuid[], ${column(chunk, ({ text }) => text)}::text[],
        ${column(chunk, ({ urgent }) => urgent)}::boolean[], ${column(chunk, ({ letter }) => letter)}::bytea[],
        ${column(chunk, ({ kind }) => usualWay(kind))}::text[]
      ) with ordinality
        as n (id, member_id, kind, key, object, object_id, contact_id, account_id, deal_id, text, urgent, letter, usual, place)
      left join notification_settings s
        on s.workspace_id = ${ctx.workspace} and s.member_id = n.member_id and s.kind = n.kind
      cross join lateral (select coalesce(s.way, n.usual) as way) w
      where w.way <> 'none'
      order by n.place
      on conflict (workspace_id, member_id, key) do nothing
      returning id, member_id`.execute(ctx.db);
    inserted.push(...added);
  }
  return inserted;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const recordOf = (ctx: Ctx) => recordName(ctx.workspace, 'n');
const companyOf = (ctx: Ctx) => sql<string | null>`(
  select coalesce(named_a.name, named_a.domain) from contacts named_c
  join accounts named_a on named_a.workspace_id = named_c.workspace_id and named_a.id = named_c.account_id
  where named_c.workspace_id = ${ctx.workspace} and named_c.id = n.contact_id
)`;

/** 1 where it is not read. */
type Place = readonly [unread: number, at: string, id: string];

/** What a member was told: what is not read first, then the latest. `isKnown` says whether they may see what it names. */
export async function listRows(ctx: Ctx, memberId: string, { after, limit }: { after: Place | null; limit: number }) {
  let query = ctx.db
    .selectFrom('notifications as n')
    .select(['n.id', 'n.kind', 'n.text', 'n.object', 'n.objectId', 'n.contactId', 'n.accountId', 'n.dealId'])
    .select(['n.at', 'n.readAt', recordOf(ctx).as('recordName'), companyOf(ctx).as('company')])
    .select(sql<boolean>`${knows(ctx, 'n')}`.as('isKnown'))
    .where('n.workspaceId', '=', ctx.workspace)
    .where('n.memberId', '=', memberId)
    .orderBy(sql`(n.read_at is null)`, 'desc')
    .orderBy('n.at', 'desc')
    .orderBy('n.id', 'desc')
    .limit(limit);
  if (after) {
    query = query.where(
      sql<boolean>`((n.read_at is null), n.at, n.id) < (${after[0] === 1}::boolean, ${after[1]}::timestamptz, ${after[2]}::uuid)`,
    );
  }
  return query.execute();
}

export async function countUnread(ctx: Ctx, memberId: string): Promise<number> {
  const { unread } = await ctx.db
    .selectFrom('notifications')
    .select(({ fn }) => fn.countAll<number>().as('unread'))
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .where(sql<boolean>`(read_at is null)`)
    .executeTakeFirstOrThrow();
  return unread;
}

/** Takes note of notifications of a member; gives the notes among them. What is read is not mailed any more. */
export async function markRead(ctx: Ctx, memberId: string, ids: readonly string[] | null): Promise<string[]> {
  let query = ctx.db
    .updateTable('notifications')
    .set({ readAt: ctx.now, mailAt: null, letter: null })
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .where(sql<boolean>`(read_at is null)`);
  if (ids !== null) query = query.where(sql<boolean>`id = any(${ids}::uuid[])`);
  const rows = await query.returning(['object', 'objectId']).execute();
  return rows.flatMap(({ object, objectId }) => (object === 'note' ? [objectId] : []));
}

/** Mails that are due, locked; another process takes others. With the way in which the member wishes to be told now. */
export async function claimDue(ctx: Ctx, most: number) {
  return ctx.db
    .selectFrom('notifications as n')
    .leftJoin('notificationSettings as s', (join) =>
      join
        .onRef('s.workspaceId', '=', 'n.workspaceId')
        .onRef('s.memberId', '=', 'n.memberId')
        .onRef('s.kind', '=', 'n.kind'),
    )
    .select(['n.id', 'n.memberId', 'n.kind', 'n.key', 'n.text', 'n.object', 'n.objectId', 'n.contactId', 'n.accountId'])
    .select(['n.dealId', 'n.urgent', 'n.letter', 'n.at', 'n.readAt', 's.way'])
    .select([recordOf(ctx).as('recordName'), companyOf(ctx).as('company')])
    .where('n.workspaceId', '=', ctx.workspace)
    .where('n.mailAt', '<=', ctx.now)
    .orderBy('n.mailAt')
    .orderBy('n.id')
    .limit(most)
    .forUpdate('n')
    .skipLocked()
    .execute();
}

export type DueRow = Awaited<ReturnType<typeof claimDue>>[number];

/** Says when mails are due; null where nothing is to be written any more. */
export async function updateMailAt(ctx: Ctx, rows: readonly { id: string; mailAt: Date | null }[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update notifications n set mail_at = v.mail_at, letter = case when v.mail_at is null then null else n.letter end
    from unnest(${column(rows, ({ id }) => id)}::uuid[], ${column(rows, ({ mailAt }) => mailAt)}::timestamptz[]) as v (id, mail_at)
    where n.workspace_id = ${ctx.workspace} and n.id = v.id`.execute(ctx.db);
}

/** Of some handoffs, those that are still to be decided, and by whom. */
export async function selectOffered(ctx: Ctx, handoffIds: readonly string[]) {
  if (handoffIds.length === 0) return [];
  return ctx.db
    .selectFrom('handoffs')
    .select(['id', 'memberId'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${handoffIds}::uuid[])`)
    .where('status', '=', 'offered')
    .execute();
}

/** How a member is told of each kind, where they chose. */
export async function selectWays(ctx: Ctx, memberId: string): Promise<Map<NotificationKind, NotificationWay>> {
  const rows = await ctx.db
    .selectFrom('notificationSettings')
    .select(['kind', 'way'])
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .execute();
  return new Map(rows.map(({ kind, way }) => [kind, way]));
}

export async function saveWays(
  ctx: Ctx,
  memberId: string,
  ways: ReadonlyMap<NotificationKind, NotificationWay>,
): Promise<void> {
  const rows = notificationKinds.flatMap((kind) => {
    const way = ways.get(kind);
    return way === undefined ? [] : [{ workspaceId: ctx.workspace, memberId, kind, way }];
  });
  if (rows.length === 0) return;
  await ctx.db
    .insertInto('notificationSettings')
    .values(rows.sort((a, b) => compare(a.kind, b.kind)))
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'memberId', 'kind']).doUpdateSet(({ ref }) => ({ way: ref('excluded.way') })),
    )
    .execute();
}

/** What some clocks are about, who owns them, and who leads the team for which that member has it. */
export async function selectClockSubjects(ctx: Ctx, clockIds: readonly string[]) {
  const { rows } = await sql<{
    id: string;
    handoffId: string | null;
    rejectionId: string | null;
    contactId: string | null;
    ownerName: string | null;
    leadId: string | null;
  }>`
    select c.id, c.handoff_id, c.rejection_id, coalesce(h.contact_id, q.contact_id) as contact_id, m.name as owner_name,
           coalesce(ht.lead_id, (
             select t.lead_id from team_members tm
             join teams t on t.workspace_id = tm.workspace_id and t.id = tm.team_id and t.archived_at is null
             where tm.workspace_id = c.workspace_id and tm.member_id = c.member_id and t.lead_id is not null
               and tm.valid_from <= ${ctx.now} and (tm.valid_to is null or tm.valid_to > ${ctx.now})
             order by tm.valid_from, t.id limit 1
           )) as lead_id
    from clocks c
    left join handoffs h on h.workspace_id = c.workspace_id and h.id = c.handoff_id
    left join qualifications q on q.workspace_id = c.workspace_id and q.id = c.qualification_id
    left join teams ht on ht.workspace_id = c.workspace_id and ht.id = h.team_id
    left join members m on m.workspace_id = c.workspace_id and m.id = c.member_id
    where c.workspace_id = ${ctx.workspace} and c.id = any(${clockIds}::uuid[])`.execute(ctx.db);
  return rows;
}

/** Who holds the posts now: the heads, or their deputies while they are absent or there is none, and the sponsors. */
export async function selectPosts(ctx: Ctx): Promise<{ post: 'marketing' | 'sales' | 'sponsor'; memberId: string }[]> {
  const { rows } = await sql<{ post: 'marketing' | 'sales' | 'sponsor'; memberId: string }>`
    select d.department as post, p.id as member_id
    from departments d
    cross join lateral (
      select case when d.head_id is null or d.deputy_id is not null and exists (
        select from absences a where a.workspace_id = d.workspace_id and a.member_id = d.head_id
          and a.starts_at <= ${ctx.now} and a.ends_at > ${ctx.now}
      ) then d.deputy_id else d.head_id end as id
    ) p
    where d.workspace_id = ${ctx.workspace} and p.id is not null
    union all
    select 'sponsor', m.id from members m where m.workspace_id = ${ctx.workspace} and m.active and m.role = 'sponsor'`.execute(
    ctx.db,
  );
  return rows;
}

/** Open tasks that are due by now, or on a day that has begun for whoever has them, of which they were not told. */
export async function selectDueTasks(ctx: Ctx, since: Date, most: number) {
  const { rows } = await sql<
    About & { id: string; title: string; assigneeId: string; dueOn: string | null; key: string }
  >`
    select t.id, t.title, t.assignee_id, t.due_on, t.contact_id, t.account_id, t.deal_id, k.key
    from tasks t
    cross join lateral (select 'task-due:' || t.id || ':' || extract(epoch from t.due_at)::bigint as key) k
    where t.workspace_id = ${ctx.workspace} and t.done_at is null and t.deleted_at is null
      -- The day of a task ends with its due instant, so it has begun a day before.
      and t.due_at > ${since} and t.due_at <= ${ctx.now}::timestamptz + interval '1 day'
      and (t.due_at <= ${ctx.now} or t.due_on is not null)
      and not exists (
        select from notifications n
        where n.workspace_id = t.workspace_id and n.member_id = t.assignee_id and n.key = k.key
      )
    order by t.due_at, t.id limit ${most}`.execute(ctx.db);
  return rows;
}

/** Removes what was told long ago. */
export async function deleteOld(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db.deleteFrom('notifications').where('workspaceId', '=', ctx.workspace).where('at', '<', before).execute();
  await sql`delete from key_moments where workspace_id = ${ctx.workspace} and day < ${before}::timestamptz::date`.execute(
    ctx.db,
  );
}
