import { existsSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { BatonError } from '../core/errors.ts';
import { overSocket } from './embedded-plan.ts';
import { type EngineLog, startEngine } from './engine.ts';
import { readIfPresent } from './home-folder.ts';

type Place = { home: string; databaseUrl: string | undefined; databaseUrlDirect: string | undefined; log: EngineLog };

/** A database that is there, reached without taking it from a Baton that runs. `stop` ends only what was started for it. */
export type ReachedDatabase = { connection: pg.ClientConfig; stop(): Promise<void> };

/**
 * Reaches the database of a Baton, whether that runs or not: the one at `databaseUrl`, or the embedded one, through the socket
 * of the process that runs it, else by starting it.
 *
 * Throws `backup.no-database` where there is none, and `home.in-use` where another machine has the folder.
 */
export async function reachDatabase(place: Place): Promise<ReachedDatabase> {
  const { home, databaseUrl, databaseUrlDirect, log } = place;
  if (databaseUrl === undefined && !existsSync(path.join(home, 'data', 'PG_VERSION'))) {
    throw new BatonError(
      'not-found',
      'backup.no-database',
      `There is no database in ${path.resolve(home)}. Set BATON_HOME or DATABASE_URL to where Baton's data is.`,
    );
  }
  try {
    const engine = await startEngine({ home, databaseUrl, log });
    const direct = databaseUrlDirect ? { connectionString: databaseUrlDirect } : engine.connection;
    return { connection: direct, stop: () => engine.stop() };
  } catch (error) {
    if (!(error instanceof BatonError && error.code === 'home.in-use')) throw error;
    const connection = await findRunning(home);
    if (connection === null) throw error;
    return { connection, stop: async () => {} };
  }
}

/** How to reach the embedded database that a process of this machine runs; null where it does not answer. */
async function findRunning(home: string): Promise<pg.ClientConfig | null> {
  const host = overSocket ? readIfPresent(path.join(home, 'socket-folder')) : '127.0.0.1';
  if (host === undefined) return null;
  const lines = (readIfPresent(path.join(home, 'data', 'postmaster.pid')) ?? '').split('\n');
  const password = readIfPresent(path.join(home, 'password'));
  const port = Number(lines[3]) || 5432;
  const connection = {
    ...{ host, port, user: 'baton', database: 'baton', ssl: false as const },
    ...(password === undefined ? {} : { password }),
  };
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.end();
    return connection;
  } catch {
    return null;
  }
}
