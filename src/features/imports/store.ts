import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { ImportObject } from '../../core/imports/fields.ts';
import type { ImportMapping, ImportStatus, RowStatus } from '../../db/import-tables.ts';
import type { Tables } from '../../db/tables.ts';
import type { CountedTouch } from '../rollups/record-touch-deltas.ts';

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

export async function updateRows(ctx: Ctx, importId: string, rows: readonly RowOutcome[]): Promise<void> {
  await sql`
    update import_rows r set status = given.status, problem = given.problem, record_id = given.record_id
    from unnest(
      ${rows.map(({ number }) => number)}::integer[], ${rows.map(({ status }) => status)}::text[],
      ${rows.map(({ problem }) => problem)}::text[], ${rows.map(({ recordId }) => recordId)}::uuid[]
    ) as given (number, status, problem, record_id)
    where r.workspace_id = ${ctx.workspace} and r.import_id = ${importId} and r.number = given.number`.execute(ctx.db);
}

export type MadeRecord = {
  object: ImportObject;
  recordId: string;
  rowNumber: number;
  version: number;
  at: Date | null;
};

export async function insertMade(ctx: Ctx, importId: string, records: readonly MadeRecord[]): Promise<void> {
  if (records.length === 0) return;
  await sql`
    insert into import_records (workspace_id, import_id, object, record_id, row_number, version, at)
    select ${ctx.workspace}::uuid, ${importId}::uuid, object, record_id, row_number, version, at
    from unnest(
      ${records.map(({ object }) => object)}::text[], ${records.map(({ recordId }) => recordId)}::uuid[],
      ${records.map(({ rowNumber }) => rowNumber)}::integer[], ${records.map(({ version }) => version)}::integer[],
      ${records.map(({ at }) => at)}::timestamptz[]
    ) as given (object, record_id, row_number, version, at)`.execute(ctx.db);
}

/** Notes what an import left of records that it had made before. */
export async function updateMade(
  ctx: Ctx,
  importId: string,
  records: readonly { object: ImportObject; recordId: string; version: number }[],
): Promise<void> {
  if (records.length === 0) return;
  await sql`
    update import_records r set version = given.version
    from unnest(
      ${records.map(({ object }) => object)}::text[], ${records.map(({ recordId }) => recordId)}::uuid[],
      ${records.map(({ version }) => version)}::integer[]
    ) as given (object, record_id, version)
    where r.workspace_id = ${ctx.workspace} and r.import_id = ${importId} and r.object = given.object
      and r.record_id = given.record_id and r.version = given.version - 1`.execute(ctx.db);
}

/** Records that an import made and that were neither removed nor left yet: touches first, then deals, contacts, companies. */
export async function selectMade(ctx: Ctx, importId: string, limit: number) {
  return ctx.db
    .selectFrom('importRecords')
    .select(['object', 'recordId', 'version', 'at'])
    .where('workspaceId', '=', ctx.workspace)
    .where('importId', '=', importId)
    .where('kept', 'is', null)
    .orderBy(sql`array_position(array['touch', 'deal', 'contact', 'account'], object)`)
    .orderBy('recordId')
    .limit(limit)
    .execute();
}

export async function deleteMade(ctx: Ctx, importId: string, ids: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('importRecords')
    .where('workspaceId', '=', ctx.workspace)
    .where('importId', '=', importId)
    .where(sql<boolean>`record_id = any(${ids}::uuid[])`)
    .execute();
}

export async function keepMade(ctx: Ctx, importId: string, kept: ReadonlyMap<string, string>): Promise<void> {
  if (kept.size === 0) return;
  await sql`
    update import_records r set kept = given.why
    from unnest(${[...kept.keys()]}::uuid[], ${[...kept.values()]}::text[]) as given (id, why)
    where r.workspace_id = ${ctx.workspace} and r.import_id = ${importId} and r.record_id = given.id`.execute(ctx.db);
}

export async function selectKept(ctx: Ctx, importId: string, after: string | null, limit: number) {
  return ctx.db
    .selectFrom('importRecords')
    .select(['object', 'recordId', 'rowNumber', 'kept'])
    .where('workspaceId', '=', ctx.workspace)
    .where('importId', '=', importId)
    .where('kept', 'is not', null)
    .$if(after !== null, (query) => query.where('recordId', '>', after))
    .orderBy('recordId')
    .limit(limit)
    .execute();
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

export async function deleteExternalIds(ctx: Ctx, recordIds: readonly string[]): Promise<void> {
  await ctx.db
    .deleteFrom('externalIds')
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`record_id = any(${recordIds}::uuid[])`)
    .execute();
}

/** What somebody has done with contacts that an import made, beyond what follows from the import by itself. */
export async function selectUsedContacts(ctx: Ctx, importId: string, ids: readonly string[]) {
  const own = (table: string, column = 'contact_id') =>
    sql<boolean>`exists (select from ${sql.table(table)} x where x.workspace_id = ${ctx.workspace} and x.${sql.ref(column)} = c.id)`;
  const { rows } = await sql<{ id: string; version: number; why: string | null }>`
    select c.id, c.version, case
      when ${own('handoffs')} then 'It was handed over.'
      when ${own('qualifications')} then 'It has qualified.'
      when ${own('deal_contacts')} then 'A deal refers to it.'
      when ${own('consents')} then 'It has given or refused consent.'
      when ${own('list_entries', 'record_id')} then 'It is on a list.'
      when ${own('contacts', 'merged_into')} then 'Another contact was merged into it.'
      when exists (select from transitions t where t.workspace_id = ${ctx.workspace} and t.contact_id = c.id and t.actor_kind = 'user')
        then 'Somebody has moved its stage.'
      when exists (
        select from identities i join touches t on t.workspace_id = i.workspace_id and t.identity_id = i.id
        where i.workspace_id = ${ctx.workspace} and i.contact_id = c.id
      ) then 'It has touches that did not come with this import.'
      when exists (select from import_records o where o.workspace_id = ${ctx.workspace} and o.record_id = c.id and o.import_id <> ${importId})
        then 'Another import has it.' end as why
    from contacts c where c.workspace_id = ${ctx.workspace} and c.id = any(${ids}::uuid[]) order by c.id for update`.execute(
    ctx.db,
  );
  return rows;
}

export async function selectUsedAccounts(ctx: Ctx, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; version: number; why: string | null }>`
    select a.id, a.version, case
      when exists (select from contacts c where c.workspace_id = ${ctx.workspace} and c.account_id = a.id) then 'Contacts belong to it.'
      when exists (select from deals d where d.workspace_id = ${ctx.workspace} and d.account_id = a.id) then 'A deal refers to it.'
      when exists (select from handoffs h where h.workspace_id = ${ctx.workspace} and h.account_id = a.id) then 'A handoff refers to it.'
      when exists (select from list_entries e where e.workspace_id = ${ctx.workspace} and e.record_id = a.id) then 'It is on a list.'
      when exists (select from accounts o where o.workspace_id = ${ctx.workspace} and o.merged_into = a.id)
        then 'Another company was merged into it.' end as why
    from accounts a where a.workspace_id = ${ctx.workspace} and a.id = any(${ids}::uuid[]) order by a.id for update`.execute(
    ctx.db,
  );
  return rows;
}

export async function selectUsedDeals(ctx: Ctx, ids: readonly string[]) {
  const { rows } = await sql<{ id: string; version: number; why: string | null }>`
    select d.id, d.version, case
      when exists (select from handoffs h where h.workspace_id = ${ctx.workspace} and h.deal_id = d.id) then 'A handoff refers to it.' end as why
    from deals d where d.workspace_id = ${ctx.workspace} and d.id = any(${ids}::uuid[]) order by d.id for update`.execute(
    ctx.db,
  );
  return rows;
}

/** Tables whose rows go with a record, in the order in which they let go of it. */
const parts: Record<ImportObject, readonly [table: string, column: string][]> = {
  touch: [],
  deal: [['deal_contacts', 'deal_id']],
  contact: [
    ['contact_keys', 'contact_id'],
    ['identities', 'contact_id'],
    ['transitions', 'contact_id'],
    ['journey_events', 'contact_id'],
    ['field_changes', 'record_id'],
  ],
  account: [
    ['account_domains', 'account_id'],
    ['field_changes', 'record_id'],
  ],
};
const tables = { deal: 'deals', contact: 'contacts', account: 'accounts' } as const;

export async function deleteRecords(
  ctx: Ctx,
  object: Exclude<ImportObject, 'touch'>,
  ids: readonly string[],
): Promise<void> {
  for (const [table, column] of [...parts[object], [tables[object], 'id'] as const]) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${ctx.workspace} and ${sql.ref(column)} = any(${ids}::uuid[])`.execute(
      ctx.db,
    );
  }
}

/**
 * Removes touches; `at` finds their months. Gives what was counted of them, and whose they were of those contacts that the
 * import did not make.
 */
export async function deleteTouches(
  ctx: Ctx,
  importId: string,
  touches: readonly { recordId: string; at: Date | null }[],
): Promise<{ gone: CountedTouch[]; contactIds: string[] }> {
  const { rows } = await sql<CountedTouch & { contactId: string | null }>`
    with gone as (
      delete from touches t
      using unnest(${touches.map(({ recordId }) => recordId)}::uuid[], ${touches.map(({ at }) => at)}::timestamptz[]) as given (id, at)
      where t.workspace_id = ${ctx.workspace} and t.id = given.id and t.at = given.at
      returning t.at, t.identity_id, t.kind, t.channel, t.department, t.campaign, t.form, t.source, t.live
    )
    select gone.*, case when r.record_id is null then i.contact_id end as contact_id
    from gone
    left join identities i on i.workspace_id = ${ctx.workspace} and i.id = gone.identity_id
    left join import_records r on r.workspace_id = ${ctx.workspace} and r.import_id = ${importId}
      and r.object = 'contact' and r.record_id = i.contact_id`.execute(ctx.db);
  return { gone: rows, contactIds: [...new Set(rows.flatMap(({ contactId }) => contactId ?? []))] };
}
