import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { BatonError } from '../core/errors.ts';
import { checkBackup } from '../db/backup.ts';
import { startEngine } from '../db/engine.ts';
import { migrate, readMigrations } from '../db/migrate.ts';
import { findMigrations, readJobs, restoreRows } from '../db/restore.ts';
import { createLog } from '../http/log.ts';
import { openQueue } from '../jobs/queue.ts';
import { collectJobs } from '../worker.ts';
import { describeTables, type Run } from './backup.ts';

/** What Baton itself puts beside its database: a folder that has nothing else counts as empty. */
const ownNames = /^(backups|secret|password|lock|socket-folder|pg-folder|pg-[\w.-]+|(baton|postgres)\.log(\.\d)?)$/;

/** `baton restore`: puts a backup into an empty folder or database, proves that all of it is there, and brings it to this version. */
export async function runRestore(config: Config, args: readonly string[], { now, say }: Run): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { into: { type: 'string' }, verify: { type: 'boolean', default: false } },
  });
  const [file] = positionals;
  if (file === undefined) throw new BatonError('invalid', 'restore.no-file', 'Name the backup: baton restore FILE');
  const home = path.resolve(values.into ?? config.home);
  const databaseUrl = values.into === undefined ? config.databaseUrl : undefined;
  if (databaseUrl === undefined) refuseFilledFolder(home);
  const backup = await checkBackup(file);
  const migrations = findMigrations(await readMigrations(), backup.header);
  await refuseOtherSecret(config, home, backup.header.secret);

  const log = createLog('error', undefined);
  const engine = await startEngine({ home, databaseUrl, log });
  try {
    const direct =
      databaseUrl !== undefined && config.databaseUrlDirect
        ? { connectionString: config.databaseUrlDirect }
        : engine.connection;
    const { leftOut } = await restoreRows(direct, file, backup, migrations);
    if (values.verify) {
      for (const { name, rows, digest } of backup.summary.tables) {
        if (!leftOut.includes(name)) say(`${name}: ${rows} rows, equal to the backup (${digest.slice(0, 16)})`);
      }
    }
    for (const name of leftOut) say(`The table ${name} is not one of Baton's and was left out.`);
    const applied = await migrate(direct, now);
    const queue = await openQueue(direct, collectJobs(null), log);
    let jobs = 0;
    for await (const waiting of readJobs(file)) jobs += await queue.restore(waiting);
    await queue.stop();
    if (backup.header.secret !== null && config.secret === undefined) await keepSecret(home, backup.header.secret);
    say(
      `Restored ${describeTables(backup.summary.tables)} and ${jobs} waiting jobs; every table was read back and is equal.`,
    );
    if (applied.length > 0) say(`Then applied ${applied.join(', ')}.`);
    if (backup.header.secret === null) {
      say(
        'The backup has no secret: put BATON_SECRET or the file "secret" of the old home folder back before you start.',
      );
    }
    await engine.stop();
  } catch (error) {
    await engine.stop();
    // It was made here and holds nothing else: the folder is as empty as it was.
    if (databaseUrl === undefined) await rm(path.join(home, 'data'), { recursive: true, force: true });
    throw error;
  }
}

function refuseFilledFolder(home: string): void {
  const stranger = existsSync(home) ? readdirSync(home).find((name) => !ownNames.test(name)) : undefined;
  if (stranger === undefined) return;
  throw new BatonError(
    'conflict',
    'restore.not-empty',
    `${home} is not empty: it has "${stranger}". A backup is restored into an empty folder only; name one with --into, or move that away.`,
  );
}

async function refuseOtherSecret(config: Config, home: string, secret: string | null): Promise<void> {
  const file = path.join(home, 'secret');
  const present = config.secret ?? (existsSync(file) ? (await readFile(file, 'utf8')).trim() : null);
  if (secret === null || present === null || present === secret) return;
  throw new BatonError(
    'conflict',
    'restore.other-secret',
    `The backup has another secret than ${config.secret ? 'BATON_SECRET' : file}. Take the one that is there away, or the sealed texts of the backup cannot be opened.`,
  );
}

async function keepSecret(home: string, secret: string): Promise<void> {
  await mkdir(home, { recursive: true });
  await writeFile(path.join(home, 'secret'), `${secret}\n`, { mode: 0o600 });
}
