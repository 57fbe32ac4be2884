import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { ImportObject } from '../../core/imports/fields.ts';
import type { ImportMapping, ImportStatus, RowStatus } from '../../db/import-tables.ts';
import type { Tables } from '../../db/tables.ts';

export type ImportRecord = Selectable<Tables['imports']>;

export async function insertImport(ctx: Ctx, row: Omit<Insertable<Tables['imports']>, 'workspaceId'>): Promise<void> {
  await ctx.db
    .insertInto('imports')
    .values({ workspaceId: ctx.workspace, ...row })
    .execute();
}

/** Writes rows under ascending numbers from `first` on. */
export async function insertRows(ctx: Ctx, importId: string, first: number, rows: readonly string[][]): Promise<void> {
  await sql`
    insert into import_rows (workspace_id, import_id, number, cells)
    select ${ctx.workspace}::uuid, ${importId}::uuid, ${first}::integer + place - 1, cells::json
    from unnest(${rows.map((row) => JSON.stringify(row))}::text[]) with ordinality as given (cells, place)
    order by place`.execute(ctx.db);
}

const importsOf = (ctx: Ctx) => ctx.db.selectFrom('imports').selectAll().where('workspaceId', '=', ctx.workspace);

export async function selectImport(ctx: Ctx, id: string): Promise<ImportRecord> {
  return required(await importsOf(ctx).where('id', '=', id).executeTakeFirst());
}

/** Holds everybody off who would move the same import, until the transaction ends. */
export async function lockImport(ctx: Ctx, id: string): Promise<ImportRecord> {
  return required(await importsOf(ctx).where('id', '=', id).forUpdate().executeTakeFirst());
}

/**
 * Says that a part is being written, whose rows begin after `cursor`: whoever would change the import waits until the transaction
 * ends, and so does who would write the same part. Parts beside it do not.
 */
export async function joinImport(ctx: Ctx, id: string, cursor: number): Promise<ImportRecord> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`${ctx.workspace} ${id} ${cursor}`}, 0))`.execute(ctx.db);
  return required(await importsOf(ctx).where('id', '=', id).forKeyShare().executeTakeFirst());
}

/** Holds the note of how far an import has come, also while others are writing further parts. */
export async function lockCursor(ctx: Ctx, id: string): Promise<ImportRecord> {
  return required(await importsOf(ctx).where('id', '=', id).forNoKeyUpdate().executeTakeFirst());
}

function required(row: ImportRecord | undefined): ImportRecord {
  if (row === undefined || row.status === 'uploading') {
    throw new BatonError('not-found', 'import.not-found', 'There is no such import.');
  }
  return row;
}

export async function selectImports(ctx: Ctx, after: [string, string] | null, limit: number): Promise<ImportRecord[]> {
  return importsOf(ctx)
    .where('status', '<>', 'uploading')
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(created_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

export async function updateImport(ctx: Ctx, id: string, values: Updateable<Tables['imports']>): Promise<void> {
  await ctx.db
    .updateTable('imports')
    .set({ ...values, updatedAt: ctx.now, version: sql`version + 1` })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** Imports in some states that nobody has moved since an instant. */
export async function selectIdle(ctx: Ctx, statuses: readonly ImportStatus[], since: Date) {
  return ctx.db
    .selectFrom('imports')
    .select(['id', 'status'])
    .where('workspaceId', '=', ctx.workspace)
    .where('status', 'in', [...statuses])
    .where('updatedAt', '<=', since)
    .orderBy('updatedAt')
    .execute();
}

/** Imports in some states that nobody is writing a part of at this instant. */
export async function selectFree(ctx: Ctx, statuses: readonly ImportStatus[]) {
  return ctx.db
    .selectFrom('imports')
    .select(['id', 'status'])
    .where('workspaceId', '=', ctx.workspace)
    .where('status', 'in', [...statuses])
    .orderBy('updatedAt')
    .forUpdate()
    .skipLocked()
    .execute();
}

export async function deleteImport(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom('imports').where('workspaceId', '=', ctx.workspace).where('id', '=', id).execute();
}

export async function selectRows(ctx: Ctx, importId: string, after: number, limit: number) {
  return ctx.db
    .selectFrom('importRows')
    .select(['number', 'cells', 'status', 'problem'])
    .where('workspaceId', '=', ctx.workspace)
    .where('importId', '=', importId)
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .execute();
}

/** Rows of which there is something to say. */
export async function selectReport(
  ctx: Ctx,
  importId: string,
  { status, after, limit }: { status: 'fault' | 'skipped' | 'flagged' | undefined; after: number; limit: number },
) {
  return ctx.db
    .selectFrom('importRows')
    .select(['number', 'cells', 'status', 'problem'])
    .where('workspaceId', '=', ctx.workspace)
    .where('importId', '=', importId)
    .where('problem', 'is not', null)
    .where('number', '>', after)
    .$if(status === 'flagged', (query) => query.where('status', 'not in', ['fault', 'skipped']))
    .$if(status === 'fault' || status === 'skipped', (query) => query.where('status', '=', status as 'fault'))
    .orderBy('number')
    .limit(limit)
    .execute();
}

export type RowOutcome = { number: number; status: RowStatus; problem: string | null; recordId: string | null };

/** The rows follow each other: within their bounds the others are not looked at, of which there may be a million. */
export async function updateRows(ctx: Ctx, importId: string, rows: readonly RowOutcome[]): Promise<void> {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return;
  await sql`
    update import_rows r set status = given.status, problem = given.problem, record_id = given.record_id
    from unnest(
      ${rows.map(({ number }) => number)}::integer[], ${rows.map(({ status }) => status)}::text[],
      ${rows.map(({ problem }) => problem)}::text[], ${rows.map(({ recordId }) => recordId)}::uuid[]
    ) as given (number, status, problem, record_id)
    where r.workspace_id = ${ctx.workspace} and r.import_id = ${importId}
      and r.number between ${first.number} and ${last.number} and r.number = given.number`.execute(ctx.db);
}

/** What people settled for files of one shape. */
export async function selectMapping(ctx: Ctx, signature: string): Promise<ImportMapping | null> {
  const row = await ctx.db
    .selectFrom('importMappings')
    .select('mapping')
    .where('workspaceId', '=', ctx.workspace)
    .where('signature', '=', signature)
    .executeTakeFirst();
  return row?.mapping ?? null;
}

export async function saveMapping(ctx: Ctx, signature: string, mapping: ImportMapping): Promise<void> {
  const values = { mapping: JSON.stringify(mapping), updatedAt: ctx.now };
  await ctx.db
    .insertInto('importMappings')
    .values({ workspaceId: ctx.workspace, signature, ...values })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'signature']).doUpdateSet(values))
    .execute();
}

export type ExternalRef = { object: ImportObject; externalId: string; recordId: string };

/** The records that ids of a source stand for, as far as they are still there to be looked up. */
export async function selectExternalIds(
  ctx: Ctx,
  source: string,
  object: ImportObject,
  ids: readonly string[],
): Promise<ExternalRef[]> {
  return ctx.db
    .selectFrom('externalIds')
    .select(['object', 'externalId', 'recordId'])
    .where('workspaceId', '=', ctx.workspace)
    .where('source', '=', source)
    .where('object', '=', object)
    .where(sql<boolean>`external_id = any(${ids}::text[])`)
    .execute();
}

/** An id whose record is gone stands for the new one from now on. */
export async function saveExternalIds(ctx: Ctx, source: string, refs: readonly ExternalRef[]): Promise<void> {
  if (refs.length === 0) return;
  await sql`
    insert into external_ids (workspace_id, source, object, external_id, record_id)
    select ${ctx.workspace}::uuid, ${source}, object, external_id, record_id
    from unnest(
      ${refs.map(({ object }) => object)}::text[], ${refs.map(({ externalId }) => externalId)}::text[],
      ${refs.map(({ recordId }) => recordId)}::uuid[]
    ) as given (object, external_id, record_id)
    order by object, external_id
    on conflict (workspace_id, source, object, external_id) do update set record_id = excluded.record_id`.execute(
    ctx.db,
  );
}

/** The people whom rows of an import were about and who are there, by their ids. */
export async function selectPeople(ctx: Ctx, importId: string, after: string | null, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('contacts as c')
    .select('c.id')
    .where('c.workspaceId', '=', ctx.workspace)
    .where('c.deletedAt', 'is', null)
    .where(
      sql<boolean>`c.id in (
        select r.record_id from import_rows r where r.workspace_id = ${ctx.workspace} and r.import_id = ${importId}
          and r.status in ('created', 'updated')
      )`,
    )
    .$if(after !== null, (query) => query.where('c.id', '>', after))
    .orderBy('c.id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
