import { startEmbeddedPostgres } from './embedded-postgres.ts';
import type { Engine, EngineOptions } from './engine-contract.ts';
import { connectExternalPostgres } from './external-postgres.ts';

export type { Engine, EngineLog, EngineOptions } from './engine-contract.ts';

/**
 * A PostgreSQL to work on: the one at `databaseUrl`, or our own inside `home`, which is set up, started, watched and
 * restarted when it dies.
 *
 * @throws BatonError in words for the operator when that is impossible
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { databaseUrl, log } = options;
  return databaseUrl === undefined ? startEmbeddedPostgres(options) : connectExternalPostgres(databaseUrl, log);
}
