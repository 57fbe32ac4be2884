import { sql } from 'kysely';
import type { WorkspaceId } from '../src/context.ts';
import type { TestApp } from './app.ts';

/** Every row of a workspace, by table: what must be the same before and after a refusal. */
export async function readContents({ databases }: TestApp, workspace: WorkspaceId): Promise<Record<string, unknown[]>> {
  const db = databases.screens;
  const { rows: tables } = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and c.column_name = 'workspace_id' and t.table_type = 'BASE TABLE'
    order by c.table_name`.execute(db);
  const contents: Record<string, unknown[]> = {};
  for (const { name } of tables) {
    const { rows } = await sql<{ row: unknown }>`
      select to_jsonb(t) as row from ${sql.table(name)} t where workspace_id = ${workspace} order by to_jsonb(t)::text`.execute(
      db,
    );
    if (rows.length > 0) contents[name] = rows.map(({ row }) => row);
  }
  return contents;
}

/** Verbs in the audit log of a workspace, by instant; those of one instant by name. */
export async function listVerbs({ databases }: TestApp, workspace: WorkspaceId, objectId?: string): Promise<string[]> {
  let query = databases.screens
    .selectFrom('audit')
    .select('verb')
    .where('workspaceId', '=', workspace)
    .orderBy('at')
    .orderBy('verb');
  if (objectId !== undefined) query = query.where('objectId', '=', objectId);
  return (await query.execute()).map(({ verb }) => verb);
}
