import path from 'node:path';
import type pg from 'pg';
import { BatonError } from '../core/errors.ts';
import { nameCopy, pruneBackups, writeBackup } from './backup.ts';
import type { EngineLog } from './engine-contract.ts';
import { findPending, migrate } from './migrate.ts';

/** So many copies of before upgrades are kept. */
const copiesKept = 3;

type Options = {
  home: string;
  now: Date;
  version: string;
  log: EngineLog;
  /** Goes on without the copy. */
  withoutCopy?: boolean | undefined;
  /** Where the migrations are; those of this version unless said. */
  folder?: string | undefined;
};

/**
 * Brings the database to the newest migration, after a copy of it as it was, in `backups` of the home folder. Nothing is copied
 * where nothing is to be done, or nothing is there yet.
 *
 * Throws `upgrade.no-copy` when the copy cannot be made: nothing has been migrated then.
 *
 * @returns the names of the migrations that were applied
 */
export async function migrateWithCopy(
  connection: pg.ClientConfig,
  { home, now, version, log, withoutCopy, folder }: Options,
): Promise<string[]> {
  const [first] = await findPending(connection, folder);
  if (first !== undefined && withoutCopy !== true) {
    const file = path.join(home, 'backups', nameCopy(first.number, now));
    try {
      const { size } = await writeBackup(connection, { file, version, now });
      log.info({ file, bytes: size }, 'a copy of the database was made before it is brought to this version');
    } catch (error) {
      throw new BatonError(
        'unavailable',
        'upgrade.no-copy',
        `Before an upgrade Baton copies the database, and that failed: ${(error as Error).message} Nothing was changed. Mend it and start again, or start with --without-backup if you have a copy of your own.`,
        { cause: error },
      );
    }
    await pruneBackups(path.join(home, 'backups'), 'before', copiesKept);
  }
  return migrate(connection, now, folder);
}
