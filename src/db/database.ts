import { CamelCasePlugin, CompiledQuery, Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

/** What each kind of work may take of the server; the order in which load is shed follows from the sizes. */
export const poolNames = ['screens', 'ingest', 'workers', 'reports'] as const;
export type PoolName = (typeof poolNames)[number];
export type PoolSizes = Record<PoolName, number>;

/** Each pool as a query builder. `end` closes all connections. */
export type Databases = Record<PoolName, Database> & { end(): Promise<void>; waiting(): Record<PoolName, number> };

/** Called with every statement that leaves the house; tests read it to prove that each one carries its workspace. */
export type StatementListener = (statement: { sql: string; parameters: readonly unknown[] }) => void;

type PoolLog = { warn(details: object, message: string): void };

// Only where the value is exact: a count or a sequence beyond 2^53 would be wrong, so it is an error instead.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The number ${text} from the database is not exact.`);
  return value;
});

// A calendar day has no instant: it stays the text that it is.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

const statementTimeout: Record<PoolName, number> = {
  screens: 15_000,
  ingest: 15_000,
  workers: 120_000,
  reports: 10_000,
};

/**
 * Opens the pools. Connections are made when they are first needed; a lost one is replaced by the next query.
 *
 * @param connection what `pg` needs to reach the primary
 * @param read what reports connect to instead, where there is a replica
 */
export function openDatabases(
  connection: pg.ClientConfig,
  sizes: PoolSizes,
  log: PoolLog,
  options: { read?: pg.ClientConfig; onStatement?: StatementListener } = {},
): Databases {
  const pools = {} as Record<PoolName, pg.Pool>;
  const builders = {} as Record<PoolName, Database>;
  for (const name of poolNames) {
    const pool = new pg.Pool({
      ...(name === 'reports' && options.read ? options.read : connection),
      max: sizes[name],
      application_name: `baton ${name}`,
      connectionTimeoutMillis: 5_000,
      // A server that vanished without a word is noticed by the system, not by a request that waits for ever.
      keepAlive: true,
      idleTimeoutMillis: 60_000,
      // From 5 letters on a typing error leaves half of the trigrams: with that, `<%` finds by index who is spelled alike.
      options: `-c statement_timeout=${statementTimeout[name]} -c idle_in_transaction_session_timeout=30000 -c timezone=UTC -c pg_trgm.word_similarity_threshold=0.5`,
    });
    // While a connection is lent out the pool does not listen: the query that fails tells its caller.
    pool.on('connect', (client) => client.on('error', () => {}));
    // Without a listener, a connection that breaks while idle would end the process.
    pool.on('error', (error) => log.warn({ err: error, pool: name }, 'a database connection was lost'));
    pools[name] = pool;
    builders[name] = new Kysely<Tables>({
      dialect: new PostgresDialect({ pool }),
      plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
      log: (event) => options.onStatement?.(event.query),
    });
  }
  return {
    ...builders,
    async end() {
      await Promise.all(poolNames.map((name) => pools[name].end()));
    },
    waiting: () =>
      Object.fromEntries(poolNames.map((name) => [name, pools[name].waitingCount])) as Record<PoolName, number>,
  };
}

/** Runs a statement that another library wrote, such as the queue's, in the transaction that is open. */
export async function runRaw(
  db: Database,
  text: string,
  values: unknown[],
): Promise<{ rows: Record<string, unknown>[] }> {
  // Without plugins: the other library wants its columns by the names that it wrote.
  const { rows } = await db.withoutPlugins().executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, values));
  return { rows };
}

export const isTransaction = (db: Database): db is Transaction<Tables> => db.isTransaction;

/** How far the clock of the database is from an instant of ours, in milliseconds. Throws when it does not answer. */
export async function measureSkew(db: Database, now: Date): Promise<number> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db);
  return Math.abs((rows[0] as { at: Date }).at.getTime() - now.getTime());
}
