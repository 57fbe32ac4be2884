import { type RawBuilder, sql } from 'kysely';
import type { Acting } from '../core/actor.ts';
import type { Database } from './database.ts';

type ColumnType = 'uuid' | 'text' | 'boolean' | 'integer' | 'bigint' | 'timestamptz' | 'date' | 'jsonb';

type Columns<Row> = Readonly<Partial<Record<keyof Row & string, ColumnType>>>;
type WriteCtx = Acting & { readonly db: Database };

/**
 * Writes records whole by their ids: new ones are made, others get these values. Each column is one parameter, an array, so
 * that a statement takes thousands of rows and is parsed once; `updated_at` is now.
 *
 * @param columns the properties that are written, each with the type of its column
 */
export async function upsertWhole<Row extends { readonly id: string }>(
  ctx: WriteCtx,
  table: string,
  columns: Columns<Row>,
  rows: readonly Row[],
): Promise<void> {
  const updates = Object.keys(columns)
    .filter((name) => name !== 'id')
    .map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`);
  await writeWhole(
    ctx,
    table,
    columns,
    rows,
    sql`on conflict (workspace_id, id) do update set updated_at = excluded.updated_at, ${sql.join(updates)}`,
  );
}

/** The same of records that are certainly new: that they are not looked for first saves a fifth of the time. */
export async function insertWhole<Row extends { readonly id: string }>(
  ctx: WriteCtx,
  table: string,
  columns: Columns<Row>,
  rows: readonly Row[],
): Promise<void> {
  await writeWhole(ctx, table, columns, rows, sql``);
}

async function writeWhole<Row extends { readonly id: string }>(
  ctx: WriteCtx,
  table: string,
  columns: Columns<Row>,
  rows: readonly Row[],
  otherwise: RawBuilder<unknown>,
): Promise<void> {
  if (rows.length === 0) return;
  // In one order for all, so that two who write the same records do not wait for each other in a circle.
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  const given = Object.entries(columns) as [keyof Row & string, ColumnType][];
  const names = given.map(([name]) => sql.ref(name));
  const arrays = given.map(([name, type]) => {
    const values = sorted.map((row) => (type === 'jsonb' ? JSON.stringify(row[name]) : row[name]));
    return sql`${values}::${sql.raw(type)}[]`;
  });
  await sql`
    insert into ${sql.table(table)} (workspace_id, updated_at, ${sql.join(names)})
    select ${ctx.workspace}::uuid, ${ctx.now}::timestamptz, given.* from unnest(${sql.join(arrays)}) as given
    ${otherwise}`.execute(ctx.db);
}
