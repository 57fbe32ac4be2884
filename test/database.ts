import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Databases, openDatabases, type PoolSizes, type StatementListener } from '../src/db/database.ts';
import { withDatabase } from './global-setup.ts';
import { createStatementLog } from './statements.ts';

export type TestDatabase = {
  /** What the code under test works with: every statement is checked for its workspace. */
  observed: Databases;
  /** What a test looks with; its statements are its own business. */
  databases: Databases;
  connection: pg.ClientConfig;
  drop(): Promise<void>;
};

type Options = {
  onStatement?: StatementListener | undefined;
  sizes?: PoolSizes | undefined;
  /** Opens what the code under test works with. */
  open?: typeof openDatabases | undefined;
};

/** What stands for "no workspace yet" in a ctx; it matches no row. */
const noWorkspace = '00000000-0000-0000-0000-000000000000';

/**
 * A fresh clone of the migrated template. One for each test file is the habit: it takes some 50 ms. When it is dropped,
 * every statement that went through its pools must have carried a workspace, else the file fails.
 */
export async function createTestDatabase({
  onStatement,
  sizes,
  open = openDatabases,
}: Options = {}): Promise<TestDatabase> {
  const server = inject('connection');
  const name = `baton_test_${randomBytes(6).toString('hex')}`;
  await runOnServer(server, `create database "${name}" template "${inject('template')}"`);
  const connection = { ...server, database: name };
  if (server.connectionString) connection.connectionString = withDatabase(server.connectionString, name);
  const statements = createStatementLog();
  const poolSizes = sizes ?? { screens: 4, ingest: 1, workers: 2, reports: 1 };
  const silent = { warn() {} };
  const databases = openDatabases(connection, poolSizes, silent);
  const observed = open(connection, poolSizes, silent, {
    onStatement(statement) {
      statements.listener(statement);
      onStatement?.(statement);
    },
  });
  return {
    observed,
    databases,
    connection,
    async drop() {
      const strays = statements.findStrays(...(await readWorkspaces(connection)));
      await Promise.all([databases.end(), observed.end()]);
      await runOnServer(server, `drop database if exists "${name}" with (force)`);
      if (strays.length > 0) throw new Error(`These statements do not carry their workspace:\n${strays.join('\n\n')}`);
    },
  };
}

async function readWorkspaces(connection: pg.ClientConfig): Promise<[ids: Set<string>, tables: string[]]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      // A sample that was removed was one.
      "select id from workspaces union select object_id::uuid from audit where verb = 'sample.removed'",
    );
    const tables = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public'",
    );
    return [new Set([noWorkspace, ...rows.map(({ id }) => id)]), tables.rows.map(({ name }) => name)];
  } finally {
    await client.end();
  }
}

async function runOnServer(connection: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * What a Baton in a process of its own needs to work on this run's server: nothing when that is embedded, since each
 * process then has its own; else the address of an empty database, which goes with the server.
 */
export async function createServerDatabase(): Promise<Record<string, string>> {
  const server = inject('connection');
  if (!server.connectionString) return {};
  const name = `baton_process_${randomBytes(6).toString('hex')}`;
  await runOnServer(server, `create database "${name}"`);
  return { DATABASE_URL: withDatabase(server.connectionString, name) };
}

/**
 * The same for a Baton that need not show how it sets up a database: a clone of the migrated template on this run's
 * server, embedded or not, which is there in a tenth of the time.
 */
export async function cloneServerDatabase(): Promise<{ environment: Record<string, string>; drop(): Promise<void> }> {
  const server = inject('connection');
  const name = `baton_process_${randomBytes(6).toString('hex')}`;
  await runOnServer(server, `create database "${name}" template "${inject('template')}"`);
  return {
    environment: {
      DATABASE_URL: server.connectionString
        ? withDatabase(server.connectionString, name)
        : addressOf({ ...server, database: name }),
    },
    drop: () => runOnServer(server, `drop database if exists "${name}" with (force)`),
  };
}

/** The address of a database as processes take it. */
export function addressOf({ connectionString, host, port, user, password, database }: pg.ClientConfig): string {
  if (connectionString) return connectionString;
  const address = new URL(`postgresql://localhost:${port}/${database}`);
  address.username = user ?? '';
  if (typeof password === 'string') address.password = password;
  address.searchParams.set('host', host ?? '');
  return address.href;
}
