import {
  CamelCasePlugin,
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  Kysely,
  PostgresAdapter,
  PostgresDriver,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import { type Databases, type openDatabases, poolNames } from '../src/db/database.ts';
import type { Tables } from '../src/db/tables.ts';

/**
 * Databases whose pools share one connection, so that all that an app does can be undone at once. Between `begin` and
 * `undo` a transaction of the app is a savepoint, and so is each statement that it sends outside of one: what is refused
 * ends there and leaves the rest. Whoever sends something while a transaction is open waits for its end.
 */
export type OneTransaction = {
  /** Stands for `openDatabases`; called once. */
  readonly open: typeof openDatabases;
  begin(): Promise<void>;
  /** Takes back all that was done since `begin`. */
  undo(): Promise<void>;
  /** Commits it instead. */
  keep(): Promise<void>;
  /**
   * Rows inserted, updated and deleted since `begin`, those that the app itself took back included. Only the counts of
   * failed tries are left out: a refusal must add to them.
   */
  countChanges(): Promise<number>;
};

export function createOneTransaction(): OneTransaction {
  let shared: pg.Pool | null = null;
  let isBegun = false;
  const pool = () => {
    if (shared === null) throw new Error('The one connection is made by `open`.');
    return shared;
  };
  return {
    open(connection, _sizes, _log, { onStatement } = {}) {
      shared = new pg.Pool({
        ...connection,
        max: 1,
        idleTimeoutMillis: 0,
        // What waits for a transaction that itself waits for it is told so, as it is where a pool has one connection.
        connectionTimeoutMillis: 5_000,
        options: '-c statement_timeout=15000 -c timezone=UTC -c pg_trgm.word_similarity_threshold=0.5',
      });
      shared.on('error', () => {});
      const builders = poolNames.map((name) => [
        name,
        new Kysely<Tables>({
          dialect: createDialect(pool(), () => isBegun),
          plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
          log: (event) => onStatement?.(event.query),
        }),
      ]);
      return {
        ...(Object.fromEntries(builders) as Omit<Databases, 'end' | 'waiting'>),
        end: () => pool().end(),
        waiting: () => ({ screens: 0, ingest: 0, workers: 0, reports: 0 }),
      };
    },
    async begin() {
      await pool().query('begin');
      isBegun = true;
    },
    async undo() {
      isBegun = false;
      await pool().query('rollback');
    },
    async keep() {
      isBegun = false;
      await pool().query('commit');
    },
    async countChanges() {
      const { rows } = await pool().query<{ changes: number }>(countQuery);
      return rows[0]?.changes ?? 0;
    },
  };
}

// The functions behind `pg_stat_xact_user_tables`, without what else that view puts together for each table.
const countQuery = `
  select coalesce(sum(pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
    + pg_stat_get_xact_tuples_deleted(c.oid)), 0)::int as changes
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relname <> 'sign_in_failures'`;

const createDialect = (pool: pg.Pool, isBegun: () => boolean): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => new SavepointDriver(pool, isBegun),
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});

/** Whatever takes the connection works in a savepoint until it gives it back. */
class SavepointDriver extends PostgresDriver {
  readonly #isBegun: () => boolean;

  constructor(pool: pg.Pool, isBegun: () => boolean) {
    super({ pool });
    this.#isBegun = isBegun;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    if (this.#isBegun()) await send(connection, 'savepoint app');
    return connection;
  }

  override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    if (!this.#isBegun()) await super.beginTransaction(connection, settings);
  }

  override async commitTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isBegun()) await send(connection, checkDeferred);
    else await super.commitTransaction(connection);
  }

  override async rollbackTransaction(connection: Lent): Promise<void> {
    if (this.#isBegun()) await send(connection, 'rollback to savepoint app');
    else await super.rollbackTransaction(connection);
  }

  override async releaseConnection(connection: Lent): Promise<void> {
    try {
      if (this.#isBegun()) await this.#leave(connection);
    } finally {
      await super.releaseConnection(connection);
    }
  }

  async #leave(connection: DatabaseConnection): Promise<void> {
    try {
      await send(connection, `${checkDeferred}; release savepoint app`);
    } catch (error) {
      await send(connection, 'rollback to savepoint app; release savepoint app');
      // A statement that failed by itself was told so already.
      if (!isAborted(error)) throw error;
    }
  }
}

type Lent = Parameters<PostgresDriver['rollbackTransaction']>[0];

/** What a commit would check is checked here, and again at the next one: every constraint that may be deferred is so at first. */
const checkDeferred = 'set constraints all immediate; set constraints all deferred';

const isAborted = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '25P02';

/** Without parameters several commands go in one message. */
async function send(connection: DatabaseConnection, text: string): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(text));
}
