import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { migrate, readMigrations } from '../src/db/migrate.ts';
import { testEpoch } from './clock.ts';
import { withDatabase } from './global-setup.ts';

const folder = new URL('./fixtures/upgrade/', import.meta.url);

/** Tables whose rows must all still be there, whatever later migrations make of them. */
const kept = [
  'workspaces',
  'members',
  'teams',
  'team_members',
  'calendars',
  'absences',
  'invitations',
  'api_keys',
  'audit',
];

describe('a database of an earlier version', () => {
  const files = readdirSync(folder).filter((file) => file.endsWith('.dump.gz'));

  it.each(files)('%s comes to head with all of its rows', async (file) => {
    const packed = readFileSync(new URL(file, folder));
    expect(packed.length).toBeLessThan(200_000);
    const server = inject('connection');
    const name = `baton_upgrade_${randomBytes(6).toString('hex')}`;
    await run(server, `create database "${name}"`);
    const connection = { ...server, database: name };
    if (server.connectionString) connection.connectionString = withDatabase(server.connectionString, name);
    try {
      await run(connection, gunzipSync(packed).toString('utf8'));
      const before = await countRows(connection);
      expect(Math.min(...Object.values(before))).toBeGreaterThan(0);
      await migrate(connection, testEpoch);
      expect(await countRows(connection)).toEqual(before);
      const applied = await run(connection, 'select number from migrations');
      expect(applied).toHaveLength((await readMigrations()).length);
    } finally {
      await run(server, `drop database "${name}" with (force)`);
    }
  });
});

async function countRows(connection: pg.ClientConfig): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of kept) {
    const [row] = await run(connection, `select count(*)::int as n from public.${table}`);
    counts[table] = Number(row?.n);
  }
  return counts;
}

async function run(connection: pg.ClientConfig, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query(sql)).rows ?? [];
  } finally {
    await client.end();
  }
}
