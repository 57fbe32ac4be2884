import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { openNudges } from './nudges.ts';

describe('nudges between processes', () => {
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

  const listeners = async () => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where application_name = 'baton nudges' and datname = current_database() and query like 'listen%' and state = 'idle'
       order by backend_start`,
    );
    return rows.map(({ pid }) => pid);
  };
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    while (!(await isSo())) await setImmediate();
  };

  it('reach the others, not who sends them, and again after the connection was lost', async () => {
    const heard: string[] = [];
    const warnings: string[] = [];
    const log = { warn: (_: object, message: string) => void warnings.push(message) };
    const open = (who: string) =>
      openNudges(database.connection, database.databases.workers, log, (name) => heard.push(`${who} ${name}`));
    const one = await open('one');
    const other = await open('other');
    expect(await listeners()).toHaveLength(2);

    one.send('news');
    await until(() => heard.length === 1);
    other.send('process-inbound');
    await until(() => heard.length === 2);
    expect(heard).toEqual(['other news', 'one process-inbound']);

    const [first, lost] = await listeners();
    await client.query('select pg_terminate_backend($1)', [lost]);
    await until(async () => {
      const now = await listeners();
      return now.length === 2 && !now.includes(lost ?? 0);
    });
    expect(await listeners()).toContain(first);
    expect(warnings).toEqual(['nudges of other processes are not heard for a moment; work is still found by looking']);
    one.send('news');
    await until(() => heard.length === 3);
    expect(heard.at(-1)).toBe('other news');

    await Promise.all([one.stop(), other.stop()]);
    await until(async () => (await listeners()).length === 0);
    one.send('after the end');
    expect(warnings).toHaveLength(1);
  });

  it('are not heard where nothing can be reached, which stops nobody', async () => {
    const warned = Promise.withResolvers<void>();
    const nowhere = { ...database.connection, host: '127.0.0.1', port: 1, connectionString: undefined };
    const log = { warn: () => warned.resolve() };
    const nudges = await openNudges(nowhere, database.databases.workers, log, () => {});
    await warned.promise;
    nudges.send('news');
    await nudges.stop();
  });
});
