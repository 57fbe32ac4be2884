import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { BulkCounts } from '../../db/bulk-edit-tables.ts';
import { meetsAccountFilter, meetsContactFilter, type RecordFilter } from '../../db/contact-query.ts';
import { reachesAccount, reachesContact } from '../../db/contact-scope.ts';
import { findText, selectFound } from '../../db/find-text.ts';
import { withinReach } from '../../db/scope.ts';

type RecordKind = 'contact' | 'account';
const sources = {
  contact: { table: 'contacts', alias: 'c' },
  account: { table: 'accounts', alias: 'a' },
} as const;

/** The ids that a filter means, as a statement. */
export async function selectMeant(
  ctx: Ctx,
  object: RecordKind,
  filter: RecordFilter,
): Promise<RawBuilder<{ id: string }>> {
  const meets = object === 'contact' ? meetsContactFilter(ctx, filter) : meetsAccountFilter(ctx, filter);
  const tests = filter.search ? await findText(ctx, object, filter.search, meets) : null;
  return selectFound(ctx, sources[object], tests, meets);
}

/** Ids that were named, as a statement. */
export const nameRecords = (ids: readonly string[]): RawBuilder<{ id: string }> =>
  sql<{ id: string }>`select distinct id from unnest(${ids}::uuid[]) id`;

/** The ids that a statement gives but for some. */
export const leaveOut = (ids: RawBuilder<{ id: string }>, except: readonly string[]): RawBuilder<{ id: string }> =>
  sql<{ id: string }>`select own_chosen.id from (${ids}) own_chosen where own_chosen.id <> all(${except}::uuid[])`;

/** Of some records, those that stand within the reach of a ctx that may write. */
export async function selectWritable(ctx: Ctx, object: RecordKind, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from (${writable(ctx, object)}) own_writable where id = any(${ids}::uuid[])`.execute(ctx.db);
  return new Set(rows.map(({ id }) => id));
}

const writable = (ctx: Ctx, object: RecordKind) =>
  object === 'contact'
    ? sql`select c.id from contacts c where c.workspace_id = ${ctx.workspace} and c.deleted_at is null
        and c.merged_into is null and ${reachesContact(ctx)}`
    : sql`select a.id from accounts a where a.workspace_id = ${ctx.workspace} and a.deleted_at is null
        and a.merged_into is null and ${reachesAccount(ctx, 'write')}`;

/** How many ids there are, and how many of them a ctx may write; counted no further than `most`. */
export async function countMeant(ctx: Ctx, object: RecordKind, ids: RawBuilder<unknown>, most: number) {
  const { rows } = await sql<{ count: number; editable: number }>`
    with meant as materialized (select id from (${ids}) own_meant limit ${most})
    select count(*) as count,
      (select count(*) from meant where id in (${writable(ctx, object)})) as editable
    from meant`.execute(ctx.db);
  return rows[0] ?? { count: 0, editable: 0 };
}

const columns = [
  'id',
  'object',
  'action',
  'status',
  'problem',
  'total',
  'counts',
  'actorKind',
  'actorId',
  'undoneByKind',
  'undoneBy',
  'createdAt',
  'updatedAt',
  'finishedAt',
  'undoneAt',
  'version',
] as const;

const bulkEditsOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('bulkEdits as b')
    .select(columns.map((column) => `b.${column}` as const))
    .select((eb) =>
      eb
        .selectFrom('members as m')
        .select('m.name')
        .whereRef('m.workspaceId', '=', 'b.workspaceId')
        .whereRef('m.id', '=', 'b.actorId')
        .as('actorName'),
    )
    .where('b.workspaceId', '=', ctx.workspace);

export type BulkEditRow = NonNullable<Awaited<ReturnType<typeof findBulkEdit>>>;

export async function findBulkEdit(ctx: Ctx, id: string) {
  return bulkEditsOf(ctx)
    .where('b.id', '=', id)
    .where(withinReach(ctx, sql.ref('b.actor_id')))
    .executeTakeFirst();
}

export async function lockBulkEdit(ctx: Ctx, id: string) {
  return bulkEditsOf(ctx)
    .where('b.id', '=', id)
    .where(withinReach(ctx, sql.ref('b.actor_id')))
    .forUpdate('b')
    .executeTakeFirst();
}

export async function listBulkEditRows(ctx: Ctx, after: [at: string, id: string] | null, limit: number) {
  let query = bulkEditsOf(ctx).where(withinReach(ctx, sql.ref('b.actor_id')));
  if (after) query = query.where(sql<boolean>`(b.created_at, b.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return query.orderBy('b.createdAt', 'desc').orderBy('b.id', 'desc').limit(limit).execute();
}

export async function insertBulkEdit(
  ctx: Ctx,
  row: { id: string; object: RecordKind; action: object; actorKind: 'member' | 'key'; actorId: string },
): Promise<void> {
  await ctx.db
    .insertInto('bulkEdits')
    .values({
      ...{ workspaceId: ctx.workspace, ...row, action: JSON.stringify(row.action), status: 'running', total: 0 },
      ...{ createdAt: ctx.now, updatedAt: ctx.now, problem: null, undoneByKind: null, undoneBy: null },
      ...{ finishedAt: null, undoneAt: null },
    })
    .execute();
}

/** Writes down which records it is about, and says how many. */
export async function insertRecords(ctx: Ctx, bulkEditId: string, ids: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into bulk_edit_records (workspace_id, bulk_edit_id, number, record_id)
    select ${ctx.workspace}::uuid, ${bulkEditId}::uuid, row_number() over (order by own_meant.id), own_meant.id
    from (${ids}) own_meant order by own_meant.id`.execute(ctx.db);
  return Number(numAffectedRows ?? 0);
}

export async function updateBulkEdit(
  ctx: Ctx,
  id: string,
  values: {
    total?: number;
    status?: BulkEditRow['status'];
    problem?: string | null;
    counts?: string;
    finishedAt?: Date;
    undoneAt?: Date;
    undoneByKind?: 'member' | 'key';
    undoneBy?: string;
  },
): Promise<void> {
  await ctx.db
    .updateTable('bulkEdits')
    .set((eb) => ({ ...values, updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** The next records of a state. */
export async function selectNext(ctx: Ctx, bulkEditId: string, status: 'waiting' | 'changed', limit: number) {
  return ctx.db
    .selectFrom('bulkEditRecords')
    .select(['recordId', 'before', 'after'])
    .where('workspaceId', '=', ctx.workspace)
    .where('bulkEditId', '=', bulkEditId)
    .where('status', '=', status)
    .orderBy('number')
    .limit(limit)
    .execute();
}

export type Outcome = {
  recordId: string;
  status: 'changed' | 'unchanged' | 'failed' | 'undone' | 'kept';
  problem?: string;
  /** Only where it changed: what it was and what it became. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
};

export async function updateRecords(ctx: Ctx, bulkEditId: string, outcomes: readonly Outcome[]): Promise<void> {
  await sql`
    update bulk_edit_records r
    set status = given.status, problem = given.problem,
      before = coalesce(given.before, r.before), after = coalesce(given.after, r.after)
    from unnest(
      ${outcomes.map(({ recordId }) => recordId)}::uuid[], ${outcomes.map(({ status }) => status)}::text[],
      ${outcomes.map(({ problem }) => problem ?? null)}::text[],
      ${outcomes.map(({ before }) => (before ? JSON.stringify(before) : null))}::jsonb[],
      ${outcomes.map(({ after }) => (after ? JSON.stringify(after) : null))}::jsonb[]
    ) as given (record_id, status, problem, before, after)
    where r.workspace_id = ${ctx.workspace} and r.bulk_edit_id = ${bulkEditId} and r.record_id = given.record_id`.execute(
    ctx.db,
  );
}

/** Records of a change with what they are called, for those within reach. */
export async function listRecordRows(
  ctx: Ctx,
  bulkEdit: { id: string; object: RecordKind },
  page: { status: BulkStatus | undefined; after: number; limit: number },
) {
  const named =
    bulkEdit.object === 'contact'
      ? sql<string | null>`(select coalesce(c.name, c.email, c.phone) from contacts c
          where c.workspace_id = r.workspace_id and c.id = r.record_id and ${reachesContact(ctx)})`
      : sql<string | null>`(select coalesce(a.name, a.domain) from accounts a
          where a.workspace_id = r.workspace_id and a.id = r.record_id and ${reachesAccount(ctx, 'read')})`;
  let query = ctx.db
    .selectFrom('bulkEditRecords as r')
    .select(['r.number', 'r.recordId', 'r.status', 'r.problem'])
    .select(named.as('label'))
    .where('r.workspaceId', '=', ctx.workspace)
    .where('r.bulkEditId', '=', bulkEdit.id)
    .where('r.number', '>', page.after);
  if (page.status !== undefined) query = query.where('r.status', '=', page.status);
  return query.orderBy('r.number').limit(page.limit).execute();
}
type BulkStatus = 'waiting' | 'changed' | 'unchanged' | 'failed' | 'undone' | 'kept';

/** Of some people, those whom Sales has now. */
export async function selectWorked(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('handoffs')
    .select('contactId')
    .where('workspaceId', '=', ctx.workspace)
    .where('closedAt', 'is', null)
    .where(sql<boolean>`contact_id = any(${ids}::uuid[])`)
    .execute();
  return new Set(rows.map(({ contactId }) => contactId));
}

/** Changes that are under way and of which nothing was heard for a while: their process may have died. */
export async function selectIdle(ctx: Ctx, before: Date) {
  return ctx.db
    .selectFrom('bulkEdits')
    .select(['id', 'status'])
    .where('workspaceId', '=', ctx.workspace)
    .where('status', 'in', ['running', 'undoing'])
    .where('updatedAt', '<', before)
    .execute();
}

export const addCounts = (counts: BulkCounts, outcomes: readonly Outcome[]): BulkCounts => {
  const sum = { changed: 0, unchanged: 0, failed: 0, undone: 0, kept: 0, ...counts };
  for (const { status } of outcomes) sum[status] += 1;
  return sum;
};
