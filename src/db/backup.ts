import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import type { ClientConfig } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { BatonError } from '../core/errors.ts';
import { type BlockWriter, readBlocks, readEnds, startDigest, writeBlocks } from './backup-blocks.ts';
import {
  type BackupCatalog,
  connectForBackup,
  readCatalog,
  readSequences,
  readXidColumns,
  type Sequences,
  selectRows,
} from './backup-catalog.ts';
import { folderProblem } from './home-folder.ts';
import { migrationLock } from './migrate.ts';

export type BackupHeader = BackupCatalog & {
  baton: string;
  postgres: number;
  madeAt: string;
  /** What BATON_SECRET or the file `secret` says; only where it was asked for. */
  secret: string | null;
};

export type TableSum = { name: string; rows: number; digest: string };
export type BackupSummary = { tables: TableSum[]; sequences: Sequences; jobs: number };

/** Work that was waiting in the queue, as the queue is told of it. */
export type WaitingJob = { id: string; name: string; data: object | null; priority: number; startAfter: string };

/** So much of a table is packed at once; what a backup takes of memory is a few times that. */
const rowsAtOnce = 1024 * 1024;
const jobsAtOnce = 1_000;

/** The ending of a backup's name. */
const ending = '.backup';

type Options = {
  file: string;
  /** Version of Baton. */
  version: string;
  now: Date;
  secret?: string | undefined;
};

/**
 * Writes all of a database into one file, as of one instant, while others go on writing. It has another name until it is whole
 * and on the disk. Nobody migrates meanwhile.
 *
 * @param connection a direct one, without a pooler in between
 */
export async function writeBackup(
  connection: ClientConfig,
  { file, version, now, secret }: Options,
): Promise<BackupSummary & { size: number }> {
  if (await exists(file)) {
    throw new BatonError(
      'conflict',
      'backup.exists',
      `${file} is there already. Choose another name; nothing was written.`,
    );
  }
  const folder = path.dirname(path.resolve(file));
  const unfinished = `${file}.${randomBytes(4).toString('hex')}.part`;
  // Two connections: locks of one transaction would hold up whoever drops an old partition until the last table is written.
  const keeper = await connectForBackup(connection);
  const copier = await connectForBackup(connection);
  const copierPid = (await copier.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
  try {
    await mkdir(folder, { recursive: true });
    const handle = await open(unfinished, 'wx', 0o600);
    try {
      await keeper.query('select pg_advisory_lock_shared($1)', [migrationLock]);
      const writer = await writeBlocks(handle);
      const summary = await writeAll(keeper, copier, writer, { version, now, secret });
      await writer.end(summary);
      await handle.sync();
      await rename(unfinished, file);
      await syncFolder(folder);
      return { ...summary, size: writer.size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    await rm(unfinished, { force: true });
    // One that was cut off in the middle of a table would go on sending, and its end would be waited for.
    await keeper.query('rollback').catch(() => {});
    await keeper.query('select pg_terminate_backend($1)', [copierPid]).catch(() => {});
    throw folderProblem(error, folder);
  } finally {
    await Promise.all([keeper.end(), copier.end()]);
  }
}

async function writeAll(
  keeper: pg.Client,
  copier: pg.Client,
  writer: BlockWriter,
  { version, now, secret }: Omit<Options, 'file'>,
): Promise<BackupSummary> {
  await keeper.query('begin isolation level repeatable read, read only');
  const { rows } = await keeper.query<{ snapshot: string; postgres: string }>(
    "select pg_export_snapshot() as snapshot, current_setting('server_version_num') as postgres",
  );
  const { snapshot = '', postgres } = rows[0] ?? {};
  const catalog = await readCatalog(keeper);
  const header: BackupHeader = {
    baton: version,
    postgres: Number(postgres),
    madeAt: now.toISOString(),
    ...catalog,
    secret: secret ?? null,
  };
  await writer.write('H', Buffer.from(JSON.stringify(header)));
  const xids = await readXidColumns(keeper);
  const names = catalog.tables.map(({ name }) => name);
  const tables: TableSum[] = [];
  for (const table of catalog.tables) {
    await writer.write('T', Buffer.from(JSON.stringify({ name: table.name })));
    const select = selectRows(table, xids.get(table.name) ?? [], names);
    const sum = { name: table.name, ...(await copyRows(copier, select, { snapshot, writer })) };
    await writer.write('E', Buffer.from(JSON.stringify(sum)));
    tables.push(sum);
  }
  const jobs = await writeJobs(keeper, writer);
  const sequences = await readSequences(keeper);
  await keeper.query('commit');
  return { tables, sequences, jobs };
}

/** Sums the rows of a query as COPY gives them, and writes them where a writer is given. */
export async function copyRows(
  client: pg.Client,
  select: string,
  { snapshot, writer }: { snapshot?: string; writer?: BlockWriter } = {},
): Promise<{ rows: number; digest: string }> {
  if (snapshot !== undefined) {
    await client.query('begin isolation level repeatable read, read only');
    await client.query(`set transaction snapshot '${snapshot}'`);
  }
  const sum = startDigest();
  let kept: Buffer[] = [];
  let size = 0;
  const flush = async () => {
    if (size > 0) await writer?.write('R', Buffer.concat(kept, size));
    kept = [];
    size = 0;
  };
  for await (const piece of client.query(copyTo(`copy (${select}) to stdout`))) {
    const chunk = piece as Buffer;
    sum.add(chunk);
    if (writer === undefined) continue;
    kept.push(chunk);
    size += chunk.length;
    if (size >= rowsAtOnce) await flush();
  }
  await flush();
  if (snapshot !== undefined) await client.query('commit');
  return sum.end();
}

/**
 * What waits in the queue, in words that every version of it understands. What runs by the clock is left out: the next start
 * puts it back.
 */
async function writeJobs(client: pg.Client, writer: BlockWriter): Promise<number> {
  const { rows: found } = await client.query("select to_regclass('pgboss.job') is not null as is_there");
  if (found[0]?.is_there !== true) return 0;
  await client.query(`
    declare waiting no scroll cursor for
    select j.id, j.name, j.data, j.priority, j.start_after as "startAfter"
      from pgboss.job j join pgboss.queue q on q.name = j.name
     where j.state::text in ('created', 'retry', 'active') and q.policy <> 'exclusive'`);
  for (let jobs = 0; ; ) {
    const { rows } = await client.query<WaitingJob>(`fetch ${jobsAtOnce} from waiting`);
    if (rows.length === 0) return jobs;
    await writer.write('J', Buffer.from(JSON.stringify(rows)));
    jobs += rows.length;
  }
}

export type CheckedBackup = { header: BackupHeader; summary: BackupSummary };

/** Reads a backup from end to end and gives what it says of itself. Throws `backup.damaged` at the first byte that is wrong. */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  let header: BackupHeader | null = null;
  for await (const { kind, payload } of readBlocks(file, { packed: true })) {
    if (kind === 'H') header = parseHeader(payload);
    if (kind === 'Z' && header !== null) return { header, summary: parseSummary(payload) };
  }
  throw new BatonError('invalid', 'backup.not-one', `${file} has no beginning or no end.`);
}

/** Its bytes have been checked, so they are what `writeBackup` wrote. */
const parseHeader = (payload: Buffer): BackupHeader => JSON.parse(payload.toString()) as BackupHeader;
const parseSummary = (payload: Buffer): BackupSummary => JSON.parse(payload.toString()) as BackupSummary;
/** As `parseHeader`. */
export const parseJobs = (payload: Buffer): WaitingJob[] => JSON.parse(payload.toString()) as WaitingJob[];

/** The name of a backup that nobody named. */
export const nameBackup = (now: Date): string => `baton-${stamp(now)}${ending}`;
/** The name of the copy that is made before migrations are applied, the first of which has this number. */
export const nameCopy = (first: number, now: Date): string =>
  `before-${String(first).padStart(4, '0')}-${stamp(now)}${ending}`;

const stamp = (now: Date): string =>
  now
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(/[-:]/g, '')
    .replace('T', '-');

export type BackupFile = {
  file: string;
  size: number;
  /** Null where the file is damaged or of another kind. */
  made: { at: string; baton: string; migration: string; rows: number; hasSecret: boolean } | null;
};

/** The backups of a folder by name, each with what it says of itself. They are not checked: that takes reading all of them. */
export async function listBackups(folder: string): Promise<BackupFile[]> {
  const names = (await exists(folder)) ? await readdir(folder) : [];
  const files: BackupFile[] = [];
  for (const name of names.filter((one) => one.endsWith(ending)).sort()) {
    const file = path.join(folder, name);
    files.push({ file, size: (await stat(file)).size, made: await describe(file) });
  }
  return files;
}

async function describe(file: string): Promise<BackupFile['made']> {
  try {
    const ends = await readEnds(file);
    if (ends === null) return null;
    const header = parseHeader(ends.header);
    return {
      at: header.madeAt,
      baton: header.baton,
      migration: header.migrations.at(-1)?.name ?? '',
      rows: parseSummary(ends.summary).tables.reduce((sum, { rows }) => sum + rows, 0),
      hasSecret: header.secret !== null,
    };
  } catch {
    return null;
  }
}

/** Removes the oldest backups that were named by a kind of theirs, and what an interrupted one left behind. Gives their names. */
export async function pruneBackups(folder: string, kind: 'baton' | 'before', keep: number): Promise<string[]> {
  const names = await readdir(folder);
  const pattern = kind === 'baton' ? /^baton-\d{8}-\d{6}\.backup$/ : /^before-\d{4}-\d{8}-\d{6}\.backup$/;
  const made = (name: string) => name.slice(-'yyyymmdd-hhmmss.backup'.length);
  const old = names
    .filter((name) => pattern.test(name))
    .sort((a, b) => (made(a) < made(b) ? 1 : -1))
    .slice(keep);
  for (const name of old) await rm(path.join(folder, name), { force: true });
  return old;
}

async function exists(file: string): Promise<boolean> {
  return access(file, constants.F_OK).then(
    () => true,
    () => false,
  );
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
