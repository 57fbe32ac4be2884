import { once } from 'node:events';
import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BatonError } from '../core/errors.ts';
import {
  type BackupHeader,
  type CheckedBackup,
  copyRows,
  parseJobs,
  type TableSum,
  type WaitingJob,
} from './backup.ts';
import { readBlocks } from './backup-blocks.ts';
import { type BackupPartition, type BackupTable, connectForBackup } from './backup-catalog.ts';
import { type Migration, migrationLock } from './migrate.ts';

type ForeignKey = { table: string; name: string; definition: string };

const quote = pg.escapeIdentifier;

/**
 * The migrations that a backup was made with, as this Baton has them.
 *
 * Throws `backup.newer` when it has one that is not known here, `backup.changed-migration` when a file is not the one it had.
 */
export function findMigrations(known: readonly Migration[], { migrations, baton }: BackupHeader): Migration[] {
  return migrations.map(({ number, name, checksum }) => {
    const found = known.find((one) => one.number === number);
    if (found === undefined) {
      throw new BatonError(
        'conflict',
        'backup.newer',
        `The backup was made by Baton ${baton} at "${name}", which this version does not know. Restore it with that version or a newer one.`,
      );
    }
    if (found.checksum !== checksum) {
      throw new BatonError(
        'conflict',
        'backup.changed-migration',
        `The file migrations/${found.name} is not the one that the backup was made with. Put the released file back.`,
      );
    }
    return found;
  });
}

/**
 * Puts a backup, which has been checked, into an empty database: the schema that it had, its rows, how far its sequences were.
 * Then every table is read back and held to what the backup says it had. All in one transaction: what fails leaves the database
 * empty. Foreign keys are made when the rows are in, so that PostgreSQL checks each of them.
 *
 * Throws `restore.not-empty` for a database with anything in it, `restore.differs` when a table is not as it was.
 *
 * @returns tables of the backup that no migration makes, which are left out
 */
export async function restoreRows(
  connection: pg.ClientConfig,
  file: string,
  { header, summary }: CheckedBackup,
  migrations: readonly Migration[],
): Promise<{ leftOut: string[] }> {
  const client = await connectForBackup(connection);
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock]);
    await refuseFilled(client);
    await client.query(
      'create table migrations (number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null)',
    );
    for (const { sql } of migrations) await client.query(sql);
    for (const partition of header.partitions) await makePartition(client, partition);
    const there = await listTables(client);
    const tables = header.tables.filter(({ name }) => there.includes(name));
    const keys = await dropForeignKeys(client);
    for (const name of there) {
      await client.query(`alter table ${quote(name)} disable trigger user`);
      // What migrations put in is in the backup too, as it was in the end.
      await client.query(`delete from ${quote(name)}`);
    }
    await loadTables(client, file, tables);
    for (const [name, last] of Object.entries(summary.sequences)) {
      await client.query('select setval(s.oid, $2::bigint) from pg_class s where s.oid = to_regclass($1)', [
        quote(name),
        last,
      ]);
    }
    for (const name of there) await client.query(`alter table ${quote(name)} enable trigger user`);
    for (const { table, name, definition } of keys) {
      await client.query(`alter table ${quote(table)} add constraint ${quote(name)} ${definition}`);
    }
    await verifyTables(client, tables, summary.tables);
    await client.query('commit');
    await client.query('analyze');
    return { leftOut: header.tables.filter(({ name }) => !there.includes(name)).map(({ name }) => name) };
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    await client.end();
  }
}

async function refuseFilled(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    select n.nspname || '.' || c.relname as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by 1 limit 1`);
  if (rows[0] === undefined) return;
  throw new BatonError(
    'conflict',
    'restore.not-empty',
    `The database is not empty: it has ${rows[0].name}. A backup is restored into an empty one only; create one (createdb) and set DATABASE_URL to it.`,
  );
}

/** By Baton's own functions, so that whatever belongs to a partition is made with it. */
async function makePartition(client: pg.Client, { name, parent, from, to }: BackupPartition): Promise<void> {
  const isThere = async () =>
    (await client.query('select from pg_class where oid = to_regclass($1)', [quote(name)])).rowCount === 1;
  if (await isThere()) return;
  const days = (Date.parse(toInstant(to)) - Date.parse(toInstant(from))) / 86_400_000;
  await client.query(`select ${days > 1 ? 'ensure_months' : 'ensure_days'}($1, $2::timestamptz, 1)`, [parent, from]);
  if (await isThere()) return;
  throw new Error(
    `The partition ${name} of ${parent} from ${from} to ${to} is of a kind that this Baton does not make.`,
  );
}

/** `2026-03-01 00:00:00+00`, as PostgreSQL writes an instant of UTC, in the form that JavaScript reads. */
const toInstant = (text: string): string => text.replace(' ', 'T').replace(/\+00$/, 'Z');

async function listTables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(`
    select c.relname as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by c.relname collate "C"`);
  return rows.map(({ name }) => name);
}

async function dropForeignKeys(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(`
    select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as definition
      from pg_constraint k join pg_class c on c.oid = k.conrelid
     where k.contype = 'f' and k.conparentid = 0 and k.connamespace = 'public'::regnamespace
     order by 1, 2`);
  for (const { table, name } of rows) await client.query(`alter table ${quote(table)} drop constraint ${quote(name)}`);
  return rows;
}

async function loadTables(client: pg.Client, file: string, tables: readonly BackupTable[]): Promise<void> {
  let into: Writable | null = null;
  try {
    for await (const { kind, payload } of readBlocks(file)) {
      if (kind === 'T') {
        const { name } = JSON.parse(payload.toString()) as { name: string };
        into = startCopy(
          client,
          tables.find((table) => table.name === name),
        );
        // Whoever waits hears of a failure; without a listener it would end the process when nobody does.
        into.on('error', () => {});
      } else if (kind === 'R' && into !== null) {
        if (into.errored) throw into.errored;
        if (!into.write(payload)) await once(into, 'drain');
      } else if (kind === 'E' && into !== null) {
        const ended = finished(into);
        into.end();
        await ended;
        into = null;
      }
    }
  } catch (error) {
    // Ends the COPY that is under way, or the connection would wait for its rows.
    into?.destroy(error as Error);
    throw error;
  }
}

/** Takes rows of a table that is not there and drops them. */
function startCopy(client: pg.Client, table: BackupTable | undefined): Writable {
  if (table === undefined) return new Writable({ write: (_chunk, _encoding, done) => done() });
  return client.query(copyFrom(`copy ${quote(table.name)} (${table.columns.map(quote).join(', ')}) from stdin`));
}

/** Compares the number of rows and their sum in each table with those of the backup. Throws `restore.differs`. */
async function verifyTables(
  client: pg.Client,
  tables: readonly BackupTable[],
  sums: readonly TableSum[],
): Promise<void> {
  for (const { name, columns } of tables) {
    const wanted = sums.find((sum) => sum.name === name);
    const found = await copyRows(client, `select ${columns.map(quote).join(', ')} from ${quote(name)}`);
    if (wanted?.rows === found.rows && wanted.digest === found.digest) continue;
    throw new BatonError(
      'conflict',
      'restore.differs',
      `The table "${name}" has ${found.rows} rows after the restore and had ${wanted?.rows ?? 'no'} in the backup, or they differ. Nothing was restored.`,
    );
  }
}

/** What waited in the queue when the backup was made. */
export async function* readJobs(file: string): AsyncGenerator<WaitingJob[]> {
  for await (const { kind, payload } of readBlocks(file)) if (kind === 'J') yield parseJobs(payload);
}
