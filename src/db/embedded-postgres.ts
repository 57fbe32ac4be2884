import { Client, type ClientConfig, DatabaseError, escapeIdentifier } from 'pg';
import { findFreePort, overSocket, prepareStart } from './embedded-plan.ts';
import type { Engine, EngineOptions } from './engine-contract.ts';
import { folderProblem } from './home-folder.ts';
import { lockHome } from './home-lock.ts';
import { startPostmaster } from './postmaster.ts';
import { type RunningPostgres, supervisePostgres } from './postmaster-supervisor.ts';

/** Sets up, starts and watches a PostgreSQL of our own inside `home`. */
export async function startEmbeddedPostgres(options: EngineOptions): Promise<Engine> {
  const { log, memoryBytes, fsync = true, database = 'baton' } = options;
  const lock = options.lock ?? (await lockHome(options.home));
  const giveBack = async (): Promise<void> => (options.lock ? undefined : lock.release());
  try {
    const port = overSocket ? 5432 : await findFreePort();
    const begin = async (): Promise<RunningPostgres> => {
      const plan = await prepareStart({ home: lock.home, port, memoryBytes, fsync });
      return { plan, postmaster: await startPostmaster(plan, log) };
    };
    const running = await begin();
    const supervisor = supervisePostgres(running, begin, log);
    lock.onLost(() => {
      log.error('Another machine has taken the folder over: PostgreSQL is stopped at once');
      void supervisor.abandon();
    });
    const connection = { ...running.plan.connection, database };
    try {
      await ensureDatabase(running.plan.connection, database);
    } catch (error) {
      await supervisor.stop();
      throw error;
    }
    return {
      kind: 'embedded',
      connection,
      serverVersionNum: running.postmaster.serverVersionNum,
      stop: async () => {
        await supervisor.stop();
        await giveBack();
      },
    };
  } catch (error) {
    await giveBack();
    throw folderProblem(error, lock.home);
  }
}

async function ensureDatabase(connection: ClientConfig, database: string): Promise<void> {
  const client = new Client(connection);
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${escapeIdentifier(database)}`);
  } catch (error) {
    // 42P04: the interrupted start of a predecessor goes on inside an adopted PostgreSQL.
    if (!(error instanceof DatabaseError && error.code === '42P04')) throw error;
  } finally {
    await client.end();
  }
}
