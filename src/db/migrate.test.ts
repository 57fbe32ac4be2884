import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testEpoch } from '../../test/clock.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { migrate, readMigrations } from './migrate.ts';

describe('migrating', () => {
  let database: TestDatabase;
  let folder: string;
  let client: pg.Client;
  beforeAll(async () => {
    database = await createTestDatabase();
    client = new pg.Client(database.connection);
    await client.connect();
    // A folder of its own: the released migrations, and those that a test adds.
    folder = await mkdtemp(path.join(tmpdir(), 'baton-migrations-'));
    for (const { name, sql } of await readMigrations()) await writeFile(path.join(folder, name), sql);
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });
  const next = async () => String((await readMigrations(folder)).length + 1).padStart(4, '0');

  it('applies what is missing once, also when four start at the same instant', async () => {
    await writeFile(
      path.join(folder, `${await next()}_makes_one.sql`),
      'create table made_once (at integer); select pg_sleep(0.1);',
    );
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.connection, testEpoch, folder)));
    expect(applied.flat()).toHaveLength(1);
    expect(await migrate(database.connection, testEpoch, folder)).toEqual([]);
  });

  it('leaves nothing of a migration that fails half way, and the next start finishes it', async () => {
    const file = path.join(folder, `${await next()}_fails.sql`);
    await writeFile(file, 'create table half (at integer); select 1 / 0;');
    await expect(migrate(database.connection, testEpoch, folder)).rejects.toThrow(/division by zero/);
    expect((await client.query("select to_regclass('half') as half")).rows).toEqual([{ half: null }]);
    await writeFile(file, 'create table half (at integer);');
    expect(await migrate(database.connection, testEpoch, folder)).toHaveLength(1);
  });

  it('leaves the old state or the new one when its connection is killed', async () => {
    const name = `${await next()}_is_slow.sql`;
    await writeFile(path.join(folder, name), 'create table slow (at integer); select pg_sleep(30);');
    const running = migrate(database.connection, testEpoch, folder).catch((error: Error) => error);
    const kill =
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(30)%' and pid <> pg_backend_pid()";
    while ((await client.query(kill)).rowCount === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(await running).toBeInstanceOf(Error);
    expect((await client.query("select to_regclass('slow') as slow")).rows).toEqual([{ slow: null }]);
    await writeFile(path.join(folder, name), 'create table slow (at integer);');
    expect(await migrate(database.connection, testEpoch, folder)).toEqual([name]);
  });

  it('refuses a database that a newer Baton has migrated, in plain words', async () => {
    const known = await mkdtemp(path.join(tmpdir(), 'baton-older-'));
    for (const { name, sql } of (await readMigrations(folder)).slice(0, -1))
      await writeFile(path.join(known, name), sql);
    await expect(migrate(database.connection, testEpoch, known)).rejects.toMatchObject({
      code: 'database.newer',
      message: expect.stringMatching(/newer Baton/),
    });
    await rm(known, { recursive: true, force: true });
  });

  it('refuses a released file that was changed', async () => {
    const [first] = await readMigrations(folder);
    const file = path.join(folder, first?.name ?? '');
    const was = await readFile(file, 'utf8');
    await writeFile(file, `${was}\n-- changed`);
    await expect(migrate(database.connection, testEpoch, folder)).rejects.toMatchObject({
      code: 'database.changed-migration',
    });
    await writeFile(file, was);
  });
});
