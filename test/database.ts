import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { type Databases, openDatabases, type StatementListener } from '../src/db/database.ts';
import { withDatabase } from './global-setup.ts';

export type TestDatabase = { databases: Databases; connection: pg.ClientConfig; drop(): Promise<void> };

/** A fresh clone of the migrated template. One for each test file is the habit: it takes some 50 ms. */
export async function createTestDatabase(onStatement?: StatementListener): Promise<TestDatabase> {
  const server = inject('connection');
  const name = `baton_test_${randomBytes(6).toString('hex')}`;
  await runOnServer(server, `create database "${name}" template "${inject('template')}"`);
  const connection = { ...server, database: name };
  if (server.connectionString) connection.connectionString = withDatabase(server.connectionString, name);
  const sizes = { screens: 4, ingest: 1, workers: 2, reports: 1 };
  const databases = openDatabases(connection, sizes, { warn() {} }, onStatement ? { onStatement } : {});
  return {
    databases,
    connection,
    async drop() {
      await databases.end();
      await runOnServer(server, `drop database if exists "${name}" with (force)`);
    },
  };
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
