import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { NoticeCode } from '../../core/capture/find-notices.ts';
import type { Database } from '../../db/database.ts';

type Lease = { reader: string; fence: number; xid: string; seq: number };

/** One statement that only reads while nothing is waiting or somebody else has the lease. */
export async function takeLease(ctx: Ctx, reader: string, until: Date): Promise<Lease | null> {
  const { rows } = await sql<{ fence: number; xid: string; seq: number }>`
    insert into cursors as c (workspace_id, name, lease_until, fence)
    select ${ctx.workspace}::uuid, ${reader}, ${until}::timestamptz, 1
    where exists (
      select from inbound i
      where i.workspace_id = ${ctx.workspace} and (i.xid, i.seq) > (
        coalesce((select xid from cursors where workspace_id = ${ctx.workspace} and name = ${reader}), '0'),
        coalesce((select seq from cursors where workspace_id = ${ctx.workspace} and name = ${reader}), 0)
      )
    )
    on conflict (workspace_id, name) do update set lease_until = excluded.lease_until, fence = c.fence + 1
      where c.lease_until is null or c.lease_until <= ${ctx.now}
    returning fence, xid, seq`.execute(ctx.db);
  return rows[0] ? { reader, ...rows[0] } : null;
}

export type InboundRow = Awaited<ReturnType<typeof selectInbound>>[number];

/** Messages after a cursor and before a horizon, in the order in which they are processed, with the name of their source. */
export async function selectInbound(ctx: Ctx, after: { xid: string; seq: number }, horizon: string, limit: number) {
  return ctx.db
    .selectFrom('inbound as i')
    .leftJoin('sources as s', (join) =>
      join.onRef('s.workspaceId', '=', 'i.workspaceId').onRef('s.id', '=', 'i.sourceId'),
    )
    .select([
      'i.xid',
      'i.seq',
      'i.sourceId',
      's.name as sourceName',
      'i.messageId',
      'i.receivedAt',
      'i.happenedAt',
      'i.sentAt',
      'i.address',
      'i.userAgent',
      'i.body',
    ])
    .where('i.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`i.xid < ${horizon}::xid8`)
    .where(sql<boolean>`(i.xid, i.seq) > (${after.xid}::xid8, ${after.seq}::bigint)`)
    .orderBy('i.xid')
    .orderBy('i.seq')
    .limit(limit)
    .execute();
}

/** False when the fence is not that of the claim any more. */
export async function moveCursor(
  ctx: Ctx,
  claim: { reader: string; fence: number },
  to: { xid: string; seq: number },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('cursors')
    .set({ xid: to.xid, seq: to.seq, leaseUntil: null })
    .where('workspaceId', '=', ctx.workspace)
    .where('name', '=', claim.reader)
    .where('fence', '=', claim.fence)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function endLease(ctx: Ctx, claim: { reader: string; fence: number }): Promise<void> {
  await ctx.db
    .updateTable('cursors')
    .set({ leaseUntil: null })
    .where('workspaceId', '=', ctx.workspace)
    .where('name', '=', claim.reader)
    .where('fence', '=', claim.fence)
    .execute();
}

/** Makes the days that messages of the next days go to. */
export async function ensureDays(ctx: Pick<Ctx, 'db' | 'now'>, days: number): Promise<void> {
  await sql`select ensure_days('inbound', ${ctx.now}::timestamptz, ${days}::integer)`.execute(ctx.db);
}

/** A message that is about to be stored, or parked where it has a fault. */
export type NewMessage = {
  sourceId: string;
  messageId: string;
  messageHash: Buffer;
  receivedAt: Date;
  happenedAt: Date | null;
  sentAt: Date | null;
  address: string | null;
  userAgent: string | null;
  body: string;
  fault: { id: string; code: string; problem: string } | null;
};

/**
 * Stores messages of one workspace whose ids have not come before, in one statement, so that an id is never kept without
 * its message. Ids are inserted in order: two processes that get the same ones at once wait and do not deadlock.
 */
export async function insertMessages(ctx: Pick<Ctx, 'db' | 'workspace'>, given: readonly NewMessage[]): Promise<void> {
  const first = new Map<string, NewMessage>();
  for (const message of given) {
    const key = `${message.sourceId} ${message.messageHash.toString('base64')}`;
    if (!first.has(key)) first.set(key, message);
  }
  const messages = [...first.values()];
  const column = <T>(read: (message: NewMessage) => T) => messages.map(read);
  await sql`
    with given as (
      select * from unnest(
        ${column(({ sourceId }) => sourceId)}::uuid[], ${column(({ messageHash }) => messageHash)}::bytea[],
        ${column(({ messageId }) => messageId)}::text[], ${column(({ receivedAt }) => receivedAt)}::timestamptz[],
        ${column(({ happenedAt }) => happenedAt)}::timestamptz[], ${column(({ sentAt }) => sentAt)}::timestamptz[],
        ${column(({ address }) => address)}::text[], ${column(({ userAgent }) => userAgent)}::text[],
        ${column(({ body }) => body)}::text[], ${column(({ fault }) => fault?.id ?? null)}::uuid[],
        ${column(({ fault }) => fault?.code ?? null)}::text[], ${column(({ fault }) => fault?.problem ?? null)}::text[]
      ) with ordinality as given (
        source_id, message_hash, message_id, received_at, happened_at, sent_at, address, user_agent, body,
        fault_id, code, problem, n
      )
    ), fresh as (
      insert into inbound_keys (workspace_id, source_id, message_hash, received_at)
      select ${ctx.workspace}::uuid, source_id, message_hash, received_at from given order by source_id, message_hash
      on conflict do nothing
      returning source_id, message_hash
    ), parked as (
      insert into inbound_faults (workspace_id, id, source_id, received_at, code, problem, body)
      select ${ctx.workspace}::uuid, fault_id, source_id, received_at, code, problem, body
      from given join fresh using (source_id, message_hash) where fault_id is not null
    )
    insert into inbound (workspace_id, source_id, message_id, received_at, happened_at, sent_at, address, user_agent, body)
    select ${ctx.workspace}::uuid, source_id, message_id, received_at, happened_at, sent_at, address, user_agent, body::json
    from given join fresh using (source_id, message_hash) where fault_id is null
    order by n`.execute(ctx.db);
}

/** Parks a message that came as far as the log, as it came. Throws where it is not there: it must not be passed over. */
export async function parkMessage(
  ctx: Ctx,
  { seq, receivedAt }: Pick<InboundRow, 'seq' | 'receivedAt'>,
  fault: { id: string; code: string; problem: string },
): Promise<void> {
  const { numAffectedRows } = await sql`
    insert into inbound_faults (workspace_id, id, source_id, seq, received_at, code, problem, body)
    select workspace_id, ${fault.id}::uuid, source_id, seq, received_at, ${fault.code}, ${fault.problem}, body::text
    from inbound
    where workspace_id = ${ctx.workspace} and received_at = ${receivedAt} and seq = ${seq}`.execute(ctx.db);
  if (numAffectedRows !== 1n) throw new Error(`The message ${seq} is not in the log`);
}

/** Messages of a source, the newest first. */
export async function selectMessages(
  ctx: Ctx,
  sourceId: string,
  filter: { after: [receivedAt: string, seq: number] | null; limit: number },
) {
  let query = ctx.db
    .selectFrom('inbound')
    .select(['seq', 'messageId', 'receivedAt', 'happenedAt', 'sentAt', 'body'])
    .where('workspaceId', '=', ctx.workspace)
    .where('sourceId', '=', sourceId)
    .orderBy('receivedAt', 'desc')
    .orderBy('seq', 'desc')
    .limit(filter.limit);
  if (filter.after) {
    query = query.where(
      sql<boolean>`(received_at, seq) < (${filter.after[0]}::timestamptz, ${filter.after[1]}::bigint)`,
    );
  }
  return query.execute();
}

const fault = ['id', 'sourceId', 'code', 'problem', 'body', 'receivedAt', 'resolvedAt'] as const;
export type FaultRow = Awaited<ReturnType<typeof selectFaults>>[number];

export async function selectFaults(
  ctx: Ctx,
  sourceId: string,
  filter: { open: boolean; after: [receivedAt: string, id: string] | null; limit: number },
) {
  let query = ctx.db
    .selectFrom('inboundFaults')
    .select(fault)
    .where('workspaceId', '=', ctx.workspace)
    .where('sourceId', '=', sourceId)
    .orderBy('receivedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit);
  if (filter.open) query = query.where('resolvedAt', 'is', null);
  if (filter.after) {
    query = query.where(sql<boolean>`(received_at, id) < (${filter.after[0]}::timestamptz, ${filter.after[1]}::uuid)`);
  }
  return query.execute();
}

export async function lockFault(ctx: Ctx, id: string): Promise<FaultRow | undefined> {
  return ctx.db
    .selectFrom('inboundFaults')
    .select(fault)
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function updateResolved(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .updateTable('inboundFaults')
    .set({ resolvedAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

export type NewNotice = {
  sourceId: string;
  code: string;
  day: string;
  count: number;
  lastAt: Date;
  example: string | null;
};

/** Adds to what was left out or changed, in one order for all processes. */
export async function addNotices(ctx: Ctx, notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return;
  const sorted = notices.toSorted((a, b) =>
    `${a.sourceId} ${a.day} ${a.code}` < `${b.sourceId} ${b.day} ${b.code}` ? -1 : 1,
  );
  await ctx.db
    .insertInto('inboundNotices')
    .values(sorted.map((notice) => ({ workspaceId: ctx.workspace, ...notice })))
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'sourceId', 'day', 'code']).doUpdateSet({
        count: sql`inbound_notices.count + excluded.count`,
        lastAt: sql`greatest(inbound_notices.last_at, excluded.last_at)`,
        example: sql`coalesce(excluded.example, inbound_notices.example)`,
      }),
    )
    .execute();
}

export async function selectNotices(ctx: Ctx, sourceId: string, since: string) {
  const { rows } = await sql<{ code: NoticeCode; count: number; lastAt: Date; example: string | null }>`
    select code, sum(count)::bigint as count, max(last_at) as last_at,
      (array_agg(example order by day desc) filter (where example is not null))[1] as example
    from inbound_notices
    where workspace_id = ${ctx.workspace} and source_id = ${sourceId} and day >= ${since}::date
    group by code order by max(last_at) desc, code`.execute(ctx.db);
  return rows;
}

export async function deleteOldNotices(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db
    .deleteFrom('inboundNotices')
    .where('workspaceId', '=', ctx.workspace)
    .where('day', '<', before.toISOString().slice(0, 10))
    .execute();
}

/** The days that messages are kept in. */
export async function listDays(db: Database): Promise<{ name: string; endsAt: Date }[]> {
  const { rows } = await sql<{ name: string; endsAt: Date }>`
    select c.relname as name, to_date(right(c.relname, 10), 'YYYY_MM_DD')::timestamp at time zone 'UTC' + interval '1 day' as ends_at
    from pg_inherits h join pg_class c on c.oid = h.inhrelid
    where h.inhparent = 'inbound'::regclass order by c.relname`.execute(db);
  return rows;
}

/** Workspaces that have messages of a day which the processor is not past. */
export async function listUnread(db: Database, day: string): Promise<string[]> {
  const { rows } = await sql<{ workspaceId: string }>`
    select distinct i.workspace_id from ${sql.table(day)} i
    left join cursors c on c.workspace_id = i.workspace_id and c.name = 'inbound'
    where c.name is null or (i.xid, i.seq) > (c.xid, c.seq)
    order by i.workspace_id`.execute(db);
  return rows.map(({ workspaceId }) => workspaceId);
}

export async function dropDay(db: Database, day: string): Promise<void> {
  await sql`drop table ${sql.table(day)}`.execute(db);
}

export async function deleteOldKeys(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db
    .deleteFrom('inboundKeys')
    .where('workspaceId', '=', ctx.workspace)
    .where('receivedAt', '<', before)
    .execute();
}

export async function deleteOldFaults(ctx: Ctx, before: Date): Promise<void> {
  await ctx.db
    .deleteFrom('inboundFaults')
    .where('workspaceId', '=', ctx.workspace)
    .where('receivedAt', '<', before)
    .execute();
}
