import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';

/** What belongs to the whole installation; everything else belongs to one workspace. */
const installation = ['installation', 'migrations', 'sign_in_failures', 'workspaces'];

describe('every table', () => {
  let database: TestDatabase;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.connection);
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  it('has a primary key that begins with its workspace', async () => {
    const { rows } = await client.query<{ name: string; first: string | null }>(`
      select c.relname as name, (
        select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisprimary
      ) as first
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`);
    const others = rows.filter(({ name, first }) => first !== 'workspace_id' && !installation.includes(name));
    expect(others).toEqual([]);
  });

  it('refers to other tables by workspace and id together, so that no reference leaves its workspace', async () => {
    const { rows } = await client.query<{ name: string; from: string[]; to: string[] }>(`
      select conrelid::regclass::text || '.' || conname as name,
             array(select attname from unnest(conkey) k join pg_attribute on attrelid = conrelid and attnum = k)::text[] as from,
             array(select attname from unnest(confkey) k join pg_attribute on attrelid = confrelid and attnum = k)::text[] as to
      from pg_constraint where contype = 'f' and conparentid = 0 and connamespace = 'public'::regnamespace
        and confrelid <> 'workspaces'::regclass`);
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(({ from, to }) => !from.includes('workspace_id') || !to.includes('workspace_id'))).toEqual([]);
  });

  it('refuses a row of one workspace that names a record of another', async () => {
    const [here, abroad, stranger, team] = [1, 2, 3, 4].map((n) => `00000000-0000-7000-8000-00000000000${n}`);
    const workspace = "insert into workspaces values ($1, 'W', 'EUR', 'UTC', 'en', '01-01', 'team', now())";
    for (const id of [here, abroad]) await client.query(workspace, [id]);
    await client.query(
      "insert into members (workspace_id, id, email, email_key, name, name_key, department, role, created_at) values ($1, $2, 'a@b.test', 'a@b.test', 'A', 'a', 'sales', 'member', now())",
      [abroad, stranger],
    );
    await client.query(
      "insert into teams (workspace_id, id, name, name_key, department, created_at) values ($1, $2, 'T', 't', 'sales', now())",
      [here, team],
    );
    const attempts: [string, unknown[]][] = [
      [
        'insert into team_members (workspace_id, team_id, member_id, valid_from) values ($1, $2, $3, now())',
        [here, team, stranger],
      ],
      ["insert into departments (workspace_id, department, head_id) values ($1, 'sales', $2)", [here, stranger]],
      [
        "insert into absences (workspace_id, id, member_id, starts_at, ends_at, created_at) values ($1, $2, $3, now(), now() + interval '1 day', now())",
        [here, team, stranger],
      ],
      [
        "insert into sessions (workspace_id, id, member_id, token_hash, device, address, created_at, last_seen_at, expires_at) values ($1, $2, $3, '', '', '', now(), now(), now())",
        [here, team, stranger],
      ],
      ['update teams set lead_id = $2 where workspace_id = $1', [here, stranger]],
    ];
    for (const [sql, values] of attempts)
      await expect(client.query(sql, values), sql).rejects.toMatchObject({ code: '23503' });
  });
});
