import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config.ts';
import { BatonError } from '../core/errors.ts';
import { checkBackup, listBackups, nameBackup, pruneBackups, writeBackup } from '../db/backup.ts';
import { reachDatabase } from '../db/backup-engine.ts';
import { readSecret } from '../db/secret.ts';
import { createLog } from '../http/log.ts';

type Say = (text: string) => void;
export type Run = { version: string; now: Date; say: Say };

/** `baton backup`: makes one, lists those that are there, or checks one. */
export async function runBackup(config: Config, args: readonly string[], { version, now, say }: Run): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      list: { type: 'boolean', default: false },
      check: { type: 'string' },
      keep: { type: 'string' },
      'with-secret': { type: 'boolean', default: false },
    },
  });
  const folder = path.join(config.home, 'backups');
  if (values.list) return listFolder(positionals[0] ?? folder, say);
  if (values.check !== undefined) {
    const { header, summary } = await checkBackup(values.check);
    say(`${values.check} is whole: ${describeTables(summary.tables)}, made ${header.madeAt} by Baton ${header.baton}.`);
    return;
  }
  const keep = values.keep === undefined ? null : Number(values.keep);
  if (keep !== null && !(Number.isInteger(keep) && keep >= 1)) {
    throw new BatonError('invalid', 'backup.keep', '--keep is a whole number from 1: how many backups stay.');
  }
  const file = path.resolve(positionals[0] ?? path.join(folder, nameBackup(now)));
  const secret = values['with-secret'] ? await readSecret(config.secret, config.home) : undefined;
  const database = await reachDatabase({ ...config, log: createLog('error', undefined) });
  try {
    const { tables, size, jobs } = await writeBackup(database.connection, { file, version, now, secret });
    say(`${file}: ${describeTables(tables)}, ${jobs} waiting jobs, ${size} bytes.`);
  } finally {
    await database.stop();
  }
  say(
    secret === undefined
      ? 'The secret is not in it: keep BATON_SECRET, or the file "secret" of the home folder, in another place. Without it, links that were sent and sealed texts cannot be opened again.'
      : 'It contains the secret: whoever has it can open sealed texts. Keep it as you keep passwords.',
  );
  if (keep !== null && positionals.length === 0) {
    for (const name of await pruneBackups(folder, 'baton', keep)) say(`Removed ${name}.`);
  }
}

async function listFolder(folder: string, say: Say): Promise<void> {
  const files = await listBackups(folder);
  if (files.length === 0) say(`There are no backups in ${folder}.`);
  for (const { file, size, made } of files) {
    const what =
      made === null
        ? 'damaged, or not a backup'
        : `${made.at}  Baton ${made.baton}  ${made.migration}  ${made.rows} rows${made.hasSecret ? '  with secret' : ''}`;
    say(`${file}  ${size} bytes  ${what}`);
  }
}

/** What is in a backup, in a few words. */
export const describeTables = (tables: readonly { rows: number }[]): string =>
  `${tables.length} tables with ${tables.reduce((sum, { rows }) => sum + rows, 0)} rows`;
