import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { BatonError } from '../core/errors.ts';

export type Migration = { number: number; name: string; sql: string; checksum: string };

/** Any constant will do as long as it never changes: all Batons that share a database meet at this lock. */
export const migrationLock = 7_220_144_001;

export const migrationsFolder = fileURLToPath(new URL('../../migrations/', import.meta.url));

/** Reads `NNNN_what_it_does.sql`, in order. The numbering without gaps is checked by the structure script. */
export async function readMigrations(folder: string = migrationsFolder): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_\w+\.sql$/.test(file)).sort();
  return Promise.all(
    files.map(async (file) => {
      const sql = await readFile(`${folder}/${file}`, 'utf8');
      return {
        number: Number(file.slice(0, 4)),
        name: file,
        sql,
        checksum: createHash('sha256').update(sql).digest('hex'),
      };
    }),
  );
}

/**
 * Brings the database to the newest migration. Each migration and its record are one transaction, so a kill leaves the
 * old state or the new one. The lock is taken inside each transaction: it holds through a pooler too, and a second
 * migrator waits, then finds the work done.
 *
 * Throws `database.newer` when the database was migrated by a newer Baton and `database.changed-migration` when an
 * applied file is not the one that was applied.
 *
 * @returns the names of the migrations that this call applied
 */
export async function migrate(connection: pg.ClientConfig, now: Date, folder?: string): Promise<string[]> {
  const known = await readMigrations(folder);
  const client = new pg.Client({ ...connection, application_name: 'baton migrate' });
  // A lost connection fails the statement that was under way; without a listener it would end the process as well.
  client.on('error', () => {});
  await client.connect();
  try {
    const applied: string[] = [];
    for (;;) {
      const name = await applyNext(client, known, now);
      if (name === null) return applied;
      applied.push(name);
    }
  } finally {
    await client.end();
  }
}

/** What `migrate` would apply to a database that has been migrated before; nothing for one that is empty. */
export async function findPending(connection: pg.ClientConfig, folder?: string): Promise<Migration[]> {
  const known = await readMigrations(folder);
  const client = new pg.Client({ ...connection, application_name: 'baton migrate' });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows: found } = await client.query("select to_regclass('migrations') is not null as is_there");
    if (found[0]?.is_there !== true) return [];
    const { rows } = await client.query<{ number: number }>('select number from migrations');
    const done = new Set(rows.map(({ number }) => number));
    return done.size === 0 ? [] : known.filter(({ number }) => !done.has(number));
  } finally {
    await client.end();
  }
}

async function applyNext(client: pg.Client, known: Migration[], now: Date): Promise<string | null> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query(
      'create table if not exists migrations (number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null)',
    );
    const { rows } = await client.query<{ number: number; name: string; checksum: string }>(
      'select number, name, checksum from migrations order by number',
    );
    const next = findNext(known, rows);
    if (next) {
      await client.query(next.sql);
      await client.query('insert into migrations (number, name, checksum, applied_at) values ($1, $2, $3, $4)', [
        next.number,
        next.name,
        next.checksum,
        now,
      ]);
    }
    await client.query('commit');
    return next?.name ?? null;
  } catch (error) {
    // On a lost connection there is nothing to take back, and the first error is the one to tell.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

function findNext(
  known: Migration[],
  applied: { number: number; name: string; checksum: string }[],
): Migration | undefined {
  for (const row of applied) {
    const migration = known.find(({ number }) => number === row.number);
    if (!migration) {
      throw new BatonError(
        'conflict',
        'database.newer',
        `This database was already brought to "${row.name}" by a newer Baton. Start that version, or restore a backup made by this one.`,
      );
    }
    if (migration.checksum !== row.checksum) {
      throw new BatonError(
        'conflict',
        'database.changed-migration',
        `The file migrations/${migration.name} is not the one this database was made with. Put the released file back; changes belong into a new migration.`,
      );
    }
  }
  const done = new Set(applied.map((row) => row.number));
  return known.find((migration) => !done.has(migration.number));
}
