import type { ClientConfig } from 'pg';
import type { HomeLock } from './home-lock.ts';

type LogLine = {
  (message: string): void;
  (fields: object, message?: string): void;
};

/** The part of a pino logger that the engine uses. */
export type EngineLog = { info: LogLine; warn: LogLine; error: LogLine };

export type Engine = {
  readonly kind: 'embedded' | 'external';
  /** What `pg` needs to reach Baton's database. Stays the same when the embedded PostgreSQL is restarted. */
  readonly connection: ClientConfig;
  /** For example 180004. */
  readonly serverVersionNum: number;
  /**
   * Ends only what was started here; idempotent. Embedded: a fast shutdown that ends open connections, returns when the
   * postmaster is gone and gives the folder back. Close the pools first.
   */
  stop(): Promise<void>;
};

export type EngineOptions = {
  /** BATON_HOME; unused when `databaseUrl` is given. */
  home: string;
  databaseUrl?: string | undefined;
  /** Memory of the machine or container to size PostgreSQL by; found out when absent. */
  memoryBytes?: number | undefined;
  /** Name of the database inside the embedded PostgreSQL; created where it is missing. */
  database?: string | undefined;
  log: EngineLog;
  /** `false` only for databases that may be lost, such as those of tests. */
  fsync?: boolean | undefined;
  /** A lock on `home` that the caller holds already and gives back itself; otherwise the engine takes its own. */
  lock?: HomeLock | undefined;
};
