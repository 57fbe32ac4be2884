import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEngine } from '../src/db/engine.ts';
import { migrate } from '../src/db/migrate.ts';
import { openQueue } from '../src/jobs/queue.ts';
import { collectJobs } from '../src/worker.ts';
import { testEpoch } from './clock.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** How to reach the server of this run. */
    connection: pg.ClientConfig;
    /** The migrated database that each file clones. */
    template: string;
  }
}

const quiet = { info() {}, warn() {}, error: console.error };

/** One PostgreSQL a run, embedded or the one of DATABASE_URL, and in it one migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(path.join(tmpdir(), 'baton-test-'));
  const databaseUrl = process.env.DATABASE_URL;
  const engine = await startEngine({ home, log: quiet, fsync: false, ...(databaseUrl ? { databaseUrl } : {}) });
  const template = `baton_template_${process.pid}`;
  await recreate(engine.connection, template);
  const connection = { ...engine.connection, database: template };
  if (connection.connectionString) connection.connectionString = withDatabase(connection.connectionString, template);
  await migrate(connection, testEpoch);
  await (await openQueue(connection, collectJobs(null), quiet)).stop();
  const client = new pg.Client(connection);
  await client.connect();
  // Tests pass their own time in: from a year before the epoch of the tests to two years after it.
  await client.query("select ensure_months('audit', $1::timestamptz - interval '1 year', 36)", [testEpoch]);
  await client.end();
  project.provide('connection', engine.connection);
  project.provide('template', template);
  return async () => {
    await drop(engine.connection, template);
    await engine.stop();
    await rm(home, { recursive: true, force: true });
  };
}

export function withDatabase(connectionString: string, database: string): string {
  const url = new URL(connectionString);
  url.pathname = `/${database}`;
  return url.href;
}

async function recreate(connection: pg.ClientConfig, database: string): Promise<void> {
  await drop(connection, database);
  await run(connection, `create database "${database}"`);
}

const drop = (connection: pg.ClientConfig, database: string) =>
  run(connection, `drop database if exists "${database}" with (force)`);

async function run(connection: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
