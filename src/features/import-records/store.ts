import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { EntryObject, ImportObject, RecordObject } from '../../core/imports/fields.ts';

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

export type NotedChange = {
  object: 'contact' | 'account' | 'deal';
  recordId: string;
  rowNumber: number;
  field: string;
  old: unknown;
  new: unknown;
  oldToldAt: number | null;
};

/** Of a field that several rows changed, the first old value and the last new one are kept; of what the import made, nothing. */
export async function insertChanges(ctx: Ctx, importId: string, changes: readonly NotedChange[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`
    insert into import_changes (workspace_id, import_id, object, record_id, field, row_number, old, new, old_told_at)
    select ${ctx.workspace}::uuid, ${importId}::uuid, object, record_id, field, row_number, old, new, old_told_at
    from unnest(
      ${changes.map(({ object }) => object)}::text[], ${changes.map(({ recordId }) => recordId)}::uuid[],
      ${changes.map(({ field }) => field)}::text[], ${changes.map(({ rowNumber }) => rowNumber)}::integer[],
      ${changes.map(({ old }) => JSON.stringify(old))}::jsonb[],
      ${changes.map((change) => JSON.stringify(change.new))}::jsonb[],
      ${changes.map(({ oldToldAt }) => oldToldAt)}::double precision[]
    ) as given (object, record_id, field, row_number, old, new, old_told_at)
    where not exists (
      select from import_records r where r.workspace_id = ${ctx.workspace} and r.import_id = ${importId}
        and r.object = given.object and r.record_id = given.record_id
    )
    order by object, record_id, field
    on conflict (workspace_id, import_id, object, record_id, field) do update set new = excluded.new`.execute(ctx.db);
}

/** What an import changed and what was neither set back nor left yet, record by record. */
export async function selectChanges(ctx: Ctx, importId: string, limit: number) {
  return ctx.db
    .selectFrom('importChanges')
    .select(['object', 'recordId', 'field', 'old', 'new', 'oldToldAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where('importId', '=', importId)
    .where('kept', 'is', null)
    .orderBy('object')
    .orderBy('recordId')
    .orderBy('field')
    .limit(limit)
    .execute();
}

type ChangeKey = { object: string; recordId: string; field: string };

const changeKeys = (keys: readonly ChangeKey[]) => sql`unnest(
  ${keys.map(({ object }) => object)}::text[], ${keys.map(({ recordId }) => recordId)}::uuid[],
  ${keys.map(({ field }) => field)}::text[]
)`;

export async function deleteChanges(ctx: Ctx, importId: string, keys: readonly ChangeKey[]): Promise<void> {
  await sql`
    delete from import_changes c using ${changeKeys(keys)} as given (object, record_id, field)
    where c.workspace_id = ${ctx.workspace} and c.import_id = ${importId} and c.object = given.object
      and c.record_id = given.record_id and c.field = given.field`.execute(ctx.db);
}

export async function keepChanges(
  ctx: Ctx,
  importId: string,
  kept: readonly (ChangeKey & { why: string })[],
): Promise<void> {
  if (kept.length === 0) return;
  await sql`
    update import_changes c set kept = given.why
    from unnest(
      ${kept.map(({ object }) => object)}::text[], ${kept.map(({ recordId }) => recordId)}::uuid[],
      ${kept.map(({ field }) => field)}::text[], ${kept.map(({ why }) => why)}::text[]
    ) as given (object, record_id, field, why)
    where c.workspace_id = ${ctx.workspace} and c.import_id = ${importId} and c.object = given.object
      and c.record_id = given.record_id and c.field = given.field`.execute(ctx.db);
}

/** Takes from records the ids of other systems and the keys that an import gave them, as far as they are still theirs. */
export async function deleteRefs(
  ctx: Ctx,
  source: string,
  refs: readonly { object: string; recordId: string; kind: string; value: string }[],
): Promise<void> {
  if (refs.length === 0) return;
  const given = sql`unnest(
    ${refs.map(({ object }) => object)}::text[], ${refs.map(({ recordId }) => recordId)}::uuid[],
    ${refs.map(({ kind }) => kind)}::text[], ${refs.map(({ value }) => value)}::text[]
  ) as given (object, record_id, kind, value)`;
  await sql`
    delete from external_ids e using ${given} where e.workspace_id = ${ctx.workspace} and e.source = ${source}
      and given.kind = 'ext' and e.object = given.object and e.external_id = given.value and e.record_id = given.record_id`.execute(
    ctx.db,
  );
  await sql`
    delete from contact_keys k using ${given} where k.workspace_id = ${ctx.workspace} and given.object = 'contact'
      and k.kind = given.kind and k.key = given.value and k.contact_id = given.record_id`.execute(ctx.db);
  await sql`
    delete from account_domains d using ${given} where d.workspace_id = ${ctx.workspace} and given.object = 'account'
      and given.kind = 'domain' and d.domain = given.value and d.account_id = given.record_id`.execute(ctx.db);
}

/** Records that an import made and that were neither removed nor left yet: what belongs to others before what it belongs to. */
export async function selectMade(ctx: Ctx, importId: string, limit: number) {
  return ctx.db
    .selectFrom('importRecords')
    .select(['object', 'recordId', 'version', 'at'])
    .where('workspaceId', '=', ctx.workspace)
    .where('importId', '=', importId)
    .where('kept', 'is', null)
    .orderBy(
      sql`array_position(array['touch', 'activity', 'note', 'stage', 'spend', 'deal', 'contact', 'account', 'member'], object)`,
    )
    .orderBy('recordId')
    .limit(limit)
    .execute();
}

export async function deleteMade(
  ctx: Ctx,
  importId: string,
  object: ImportObject,
  ids: readonly string[],
): Promise<void> {
  await ctx.db
    .deleteFrom('importRecords')
    .where('workspaceId', '=', ctx.workspace)
    .where('importId', '=', importId)
    .where('object', '=', object)
    .where(sql<boolean>`record_id = any(${ids}::uuid[])`)
    .execute();
}

export async function keepMade(
  ctx: Ctx,
  importId: string,
  object: ImportObject,
  kept: ReadonlyMap<string, string>,
): Promise<void> {
  if (kept.size === 0) return;
  await sql`
    update import_records r set kept = given.why
    from unnest(${[...kept.keys()]}::uuid[], ${[...kept.values()]}::text[]) as given (id, why)
    where r.workspace_id = ${ctx.workspace} and r.import_id = ${importId} and r.object = ${object} and r.record_id = given.id`.execute(
    ctx.db,
  );
}

/** What undoing left: records, and values of records that were there before. */
export async function selectKept(ctx: Ctx, importId: string, after: readonly [string, string] | null, limit: number) {
  const [afterId, afterPart] = after ?? [null, null];
  const { rows } = await sql<{ object: ImportObject; recordId: string; part: string; rowNumber: number; kept: string }>`
    select * from (
      select object, record_id, object as part, row_number, kept from import_records
      where workspace_id = ${ctx.workspace} and import_id = ${importId} and kept is not null
      union all
      select object, record_id, object || '.' || field, row_number, kept from import_changes
      where workspace_id = ${ctx.workspace} and import_id = ${importId} and kept is not null
    ) left_over
    where ${afterId}::uuid is null or (record_id, part collate "C") > (${afterId}::uuid, ${afterPart}::text collate "C")
    order by record_id, part collate "C" limit ${limit}`.execute(ctx.db);
  return rows;
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
      when ${own('notes')} then 'Somebody wrote a note about it.'
      when ${own('tasks')} then 'A task is about it.'
      when ${own('activities')} then 'There was an activity with it.'
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
      when exists (select from notes n where n.workspace_id = ${ctx.workspace} and n.account_id = a.id) then 'Somebody wrote a note about it.'
      when exists (select from tasks t where t.workspace_id = ${ctx.workspace} and t.account_id = a.id) then 'A task is about it.'
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
      when exists (select from handoffs h where h.workspace_id = ${ctx.workspace} and h.deal_id = d.id) then 'A handoff refers to it.'
      when exists (select from notes n where n.workspace_id = ${ctx.workspace} and n.deal_id = d.id) then 'Somebody wrote a note about it.'
      when exists (select from tasks t where t.workspace_id = ${ctx.workspace} and t.deal_id = d.id) then 'A task is about it.'
      when exists (select from activities t where t.workspace_id = ${ctx.workspace} and t.deal_id = d.id) then 'An activity refers to it.'
      when exists (select from deal_stages t where t.workspace_id = ${ctx.workspace} and t.deal_id = d.id) then 'Its stages are told by another import.' end as why
    from deals d where d.workspace_id = ${ctx.workspace} and d.id = any(${ids}::uuid[]) order by d.id for update`.execute(
    ctx.db,
  );
  return rows;
}

/** What may be used by something else, and then stays. */
export type KeptObject = Exclude<RecordObject, 'touch'>;

/** Tables whose rows go with a record, in the order in which they let go of it. */
const parts: Record<KeptObject, readonly [table: string, column: string][]> = {
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

export async function deleteRecords(ctx: Ctx, object: KeptObject, ids: readonly string[]): Promise<void> {
  for (const [table, column] of [...parts[object], [tables[object], 'id'] as const]) {
    await sql`delete from ${sql.table(table)} where workspace_id = ${ctx.workspace} and ${sql.ref(column)} = any(${ids}::uuid[])`.execute(
      ctx.db,
    );
  }
}

/** Whose identities are, of those contacts that the import did not make. */
export async function selectTouched(ctx: Ctx, importId: string, identityIds: readonly number[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct i.contact_id as id from identities i
    where i.workspace_id = ${ctx.workspace} and i.id = any(${identityIds}::bigint[])
      and i.contact_id is not null and not exists (
        select from import_records r where r.workspace_id = ${ctx.workspace} and r.import_id = ${importId}
          and r.object = 'contact' and r.record_id = i.contact_id
      )`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

type Entry = { id: string; version: number };

/** Entries of an import as they are now, each with what counts its changes; of stages, the last move of the person. */
export async function lockEntries(ctx: Ctx, object: EntryObject, ids: readonly string[]): Promise<Entry[]> {
  const of = (table: string) => sql<Entry>`
    select id, version from ${sql.table(table)} where workspace_id = ${ctx.workspace} and id = any(${ids}::uuid[])
    order by id for update`;
  const statements = {
    activity: of('activities'),
    note: of('notes'),
    spend: of('spend'),
    stage: sql<Entry>`
      select contact_id as id, max(seq) as version from transitions
      where workspace_id = ${ctx.workspace} and contact_id = any(${ids}::uuid[]) group by contact_id`,
    member: sql<Entry>`
      select m.id, case when not m.awaits_invitation or exists (
          select from contacts c where c.workspace_id = ${ctx.workspace} and (c.owner_id = m.id or c.found_by = m.id)
          union all select from accounts a where a.workspace_id = ${ctx.workspace} and a.owner_id = m.id
          union all select from deals d where d.workspace_id = ${ctx.workspace} and (d.owner_id = m.id or d.sdr_id = m.id)
          union all select from activities y where y.workspace_id = ${ctx.workspace} and y.member_id = m.id
          union all select from notes n where n.workspace_id = ${ctx.workspace} and n.author_id = m.id
          union all select from invitations i where i.workspace_id = ${ctx.workspace} and i.member_id = m.id
          union all select from team_members t where t.workspace_id = ${ctx.workspace} and t.member_id = m.id
        ) then 0 else 1 end as version
      from members m where m.workspace_id = ${ctx.workspace} and m.id = any(${ids}::uuid[]) order by m.id for update`,
  };
  const { rows } = await statements[object].execute(ctx.db);
  return rows;
}

/** The touches that activities are, and with whom. */
export async function selectActivityTouches(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('activities')
    .select(['touchId', 'at', 'contactId'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}

const entryTables = { activity: 'activities', note: 'notes', spend: 'spend', member: 'members' } as const;

export async function deleteEntries(
  ctx: Ctx,
  importId: string,
  object: EntryObject,
  ids: readonly string[],
): Promise<void> {
  if (object !== 'stage') {
    const table = sql.table(entryTables[object]);
    await sql`delete from ${table} where workspace_id = ${ctx.workspace} and id = any(${ids}::uuid[])`.execute(ctx.db);
    return;
  }
  await sql`
    delete from transitions where workspace_id = ${ctx.workspace} and contact_id = any(${ids}::uuid[])
      and actor_kind = 'import' and actor_id = ${importId}`.execute(ctx.db);
  await sql`delete from deal_stages where workspace_id = ${ctx.workspace} and id = any(${ids}::uuid[])`.execute(ctx.db);
}

/** Which of some contacts an import made. */
export async function selectOwnContacts(ctx: Ctx, importId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('importRecords')
    .select('recordId')
    .where('workspaceId', '=', ctx.workspace)
    .where('importId', '=', importId)
    .where('object', '=', 'contact')
    .where(sql<boolean>`record_id = any(${ids}::uuid[])`)
    .execute();
  return new Set(rows.map(({ recordId }) => recordId));
}
