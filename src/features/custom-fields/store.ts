import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { StoredText } from '../../core/agreement/stored-text.ts';
import type { CustomFieldType, CustomValue } from '../../core/custom-field.ts';

export type RecordKind = 'contact' | 'account';
const tables = { contact: sql`contacts`, account: sql`accounts` } as const satisfies Record<
  string,
  RawBuilder<unknown>
>;

const fieldsOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('customFields')
    .select(['id', 'object', 'key', 'label', 'description', 'type', 'options', 'position', 'archivedAt', 'version'])
    .where('workspaceId', '=', ctx.workspace);

export type FieldRow = NonNullable<Awaited<ReturnType<typeof findFieldRow>>>;

export async function listFieldRows(ctx: Ctx, object?: RecordKind): Promise<FieldRow[]> {
  const query = fieldsOf(ctx).orderBy('object', 'desc').orderBy('position').orderBy('id');
  return (object === undefined ? query : query.where('object', '=', object)).execute();
}

export async function findFieldRow(ctx: Ctx, id: string) {
  return fieldsOf(ctx).where('id', '=', id).executeTakeFirst();
}

export async function lockFieldRow(ctx: Ctx, id: string): Promise<FieldRow | undefined> {
  return fieldsOf(ctx).where('id', '=', id).forUpdate().executeTakeFirst();
}

type FieldValues = {
  label: string;
  description: string | null;
  type: CustomFieldType;
  options: string[];
  archivedAt: Date | null;
};

/** False where the key is defined already. It comes last. */
export async function insertField(
  ctx: Ctx,
  values: FieldValues & { id: string; object: RecordKind; key: string; position: number },
): Promise<boolean> {
  const made = await ctx.db
    .insertInto('customFields')
    .values({ workspaceId: ctx.workspace, ...values, createdAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'object', 'key']).doNothing())
    .executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n;
}

export async function updateField(ctx: Ctx, id: string, values: FieldValues): Promise<void> {
  await ctx.db
    .updateTable('customFields')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** Gives each field its place; the order of fields is no part of their versions. */
export async function updatePositions(ctx: Ctx, object: RecordKind, ids: readonly string[]): Promise<void> {
  await ctx.db
    .updateTable('customFields')
    .set({ position: sql<number>`array_position(${ids}::uuid[], id)` })
    .where('workspaceId', '=', ctx.workspace)
    .where('object', '=', object)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}

/** The different values under a key, with how many records have each and the name of one of them. */
export async function tallyValues(ctx: Ctx, object: RecordKind, key: string, most: number) {
  const { rows } = await sql<{ value: unknown; count: number; example: string | null }>`
    select r.fields -> ${key}::text as value, count(*)::int as count, min(r.name) as example
    from ${tables[object]} r
    where r.workspace_id = ${ctx.workspace} and r.fields ? ${key}::text
    group by 1 order by 2 desc limit ${most}`.execute(ctx.db);
  return rows;
}

export type Replacement = { from: unknown; to: CustomValue; text: StoredText | null };

/** Writes values in the form of another type, in every record that has them, in the order in which everybody locks. */
export async function replaceValues(
  ctx: Ctx,
  object: RecordKind,
  key: string,
  replacements: readonly Replacement[],
): Promise<void> {
  if (replacements.length === 0) return;
  const told = JSON.stringify(replacements);
  await sql`
    with meant as (
      select value -> 'from' as was, value -> 'to' as becomes, value -> 'text' as words
      from jsonb_array_elements(${told}::jsonb)
    ), held as materialized (
      select r.id from ${tables[object]} r
      where r.workspace_id = ${ctx.workspace} and r.fields ? ${key}::text
      order by r.id for update
    )
    update ${tables[object]} r set
      fields = r.fields || jsonb_build_object(${key}::text, meant.becomes),
      texts = case when jsonb_typeof(meant.words) = 'null' then r.texts - ${`custom.${key}`}::text
        else r.texts || jsonb_build_object(${`custom.${key}`}::text, meant.words) end,
      version = r.version + 1
    from held, meant
    where r.workspace_id = ${ctx.workspace} and r.id = held.id and r.fields -> ${key}::text = meant.was`.execute(
    ctx.db,
  );
}

/** The keys of the newest records that are not defined, with what their values look like, the most frequent first. */
export async function findKeys(ctx: Ctx, object: RecordKind, { records, texts }: { records: number; texts: number }) {
  const { rows } = await sql<{
    key: string;
    count: number;
    numbers: number;
    flags: number;
    days: number;
    instants: number;
    texts: string[];
    examples: string[];
  }>`
    with own_pair as (
      select pair.key, jsonb_typeof(pair.value) as kind, pair.value #>> '{}' as text
      from (
        select r.fields from ${tables[object]} r
        where r.workspace_id = ${ctx.workspace} and r.deleted_at is null
        order by r.created_at desc, r.id desc limit ${records}
      ) newest, jsonb_each(newest.fields) pair
      where pair.value <> 'null'::jsonb and not exists (
        select from custom_fields f
        where f.workspace_id = ${ctx.workspace} and f.object = ${object} and f.key = pair.key
      )
    ), own_value as (
      select key, kind, left(text, 100) as text, count(*)::int as count,
        row_number() over (partition by key order by count(*) desc, left(text, 100)) as place
      from own_pair group by key, kind, left(text, 100)
    )
    select key, sum(count)::int as count,
      coalesce(sum(count) filter (where kind = 'number'), 0)::int as numbers,
      coalesce(sum(count) filter (where kind = 'boolean'), 0)::int as flags,
      coalesce(sum(count) filter (where kind = 'string' and text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'), 0)::int as days,
      coalesce(sum(count) filter (
        where kind = 'string' and text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9:]+)$'), 0)::int as instants,
      coalesce(array_agg(text order by place) filter (where kind = 'string' and place <= ${texts}), '{}') as texts,
      array_agg(text order by place) filter (where place <= 3) as examples
    from own_value group by key order by 2 desc, key collate "C" limit 200`.execute(ctx.db);
  return rows;
}

/** How many records `findKeys` looks at. */
export async function countNewest(ctx: Ctx, object: RecordKind, most: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from ${tables[object]} r
      where r.workspace_id = ${ctx.workspace} and r.deleted_at is null limit ${most}
    ) newest`.execute(ctx.db);
  return rows[0]?.count ?? 0;
}
