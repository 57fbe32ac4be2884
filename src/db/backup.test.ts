import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { testEpoch } from '../../test/clock.ts';
import { withDatabase } from '../../test/global-setup.ts';
import { runBackup } from '../cli/backup.ts';
import { runRestore } from '../cli/restore.ts';
import { readConfig } from '../config.ts';
import { checkBackup, listBackups, pruneBackups, writeBackup } from './backup.ts';
import { connectForBackup, readCatalog, readXidColumns } from './backup-catalog.ts';
import { migrateWithCopy } from './backup-upgrade.ts';
import { startEngine } from './engine.ts';
import { migrate, readMigrations } from './migrate.ts';
import { findMigrations, restoreRows } from './restore.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'baton-backup-'));
const version = '0.0.0-test';
const quiet = { info() {}, warn() {}, error() {} };
const made: string[] = [];
let files = 0;
function newFile(): string {
  files += 1;
  return path.join(folder, `${files}.backup`);
}

async function query<Row extends object>(connection: pg.ClientConfig, sql: string, values?: unknown[]): Promise<Row[]> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function createDatabase(template?: string): Promise<pg.ClientConfig> {
  const server = inject('connection');
  const name = `baton_backup_${randomBytes(6).toString('hex')}`;
  await query(server, `create database "${name}"${template ? ` template "${template}"` : ''}`);
  made.push(name);
  const connection = { ...server, database: name };
  if (server.connectionString) connection.connectionString = withDatabase(server.connectionString, name);
  return connection;
}

/** A database as an earlier version left it, with rows in most tables. */
async function loadFixture(number: string): Promise<pg.ClientConfig> {
  const connection = await createDatabase();
  const packed = readFileSync(new URL(`../../test/fixtures/upgrade/${number}.dump.gz`, import.meta.url));
  await query(connection, gunzipSync(packed).toString('utf8'));
  return connection;
}

async function restore(file: string, into: pg.ClientConfig): Promise<void> {
  const backup = await checkBackup(file);
  await restoreRows(into, file, backup, findMigrations(await readMigrations(), backup.header));
}

/** Every row of every table as PostgreSQL prints it, without what a backup changes on purpose. */
async function readAll(connection: pg.ClientConfig): Promise<Record<string, string[]>> {
  const client = await connectForBackup(connection);
  try {
    const { tables } = await readCatalog(client);
    const xids = await readXidColumns(client);
    const all: Record<string, string[]> = {};
    for (const { name, columns } of tables) {
      const hidden = [...(xids.get(name) ?? []), ...(name === 'cursors' ? ['seq'] : [])];
      const shown = columns.filter((column) => !hidden.includes(column)).map((column) => `"${column}"`);
      const { rows } = await client.query<{ row: string }>(
        `select row(${shown.join(', ')})::text as row from "${name}" order by 1`,
      );
      all[name] = rows.map(({ row }) => row);
    }
    return all;
  } finally {
    await client.end();
  }
}

afterAll(async () => {
  for (const name of made) await query(inject('connection'), `drop database if exists "${name}" with (force)`);
  rmSync(folder, { recursive: true, force: true });
});

describe('a backup', { timeout: 60_000 }, () => {
  let source: pg.ClientConfig;
  let file: string;
  beforeAll(async () => {
    source = await loadFixture('03');
    await migrate(source, testEpoch);
    file = newFile();
    await writeBackup(source, { file, version, now: testEpoch });
  }, 60_000);

  it('is put back equal in every row of every table, with what guards them', async () => {
    const into = await createDatabase();
    await restore(file, into);
    const [before, after] = [await readAll(source), await readAll(into)];
    expect(Object.values(before).filter((rows) => rows.length > 0).length).toBeGreaterThan(30);
    expect(after).toEqual(before);
    const guards = `
      select (select count(*)::int from pg_constraint where connamespace = 'public'::regnamespace and convalidated) as constraints,
             (select count(*)::int from pg_trigger t join pg_class c on c.oid = t.tgrelid
               where tgenabled = 'O' and relnamespace = 'public'::regnamespace) as triggers,
             (select json_agg(s order by s.sequencename) from pg_sequences s where schemaname = 'public') as sequences`;
    expect(await query(into, guards)).toEqual(await query(source, guards));
    await expect(query(into, "update audit set verb = 'audit.changed'")).rejects.toThrow(/audit/);
    expect(await migrate(into, testEpoch)).toEqual([]);
  });

  it('has nothing in it but what can be read there, and no secret unless asked', async () => {
    const { header, summary } = await checkBackup(file);
    expect(header).toMatchObject({ baton: version, madeAt: testEpoch.toISOString(), secret: null });
    expect(header.migrations).toHaveLength((await readMigrations()).length);
    const contacts = await query<{ n: number }>(source, 'select count(*)::int as n from contacts');
    expect(summary.tables.find(({ name }) => name === 'contacts')?.rows).toBe(contacts[0]?.n);
    // A number of a transaction means nothing elsewhere: who adds one says in backup-catalog.ts what it shall become.
    const client = await connectForBackup(source);
    expect([...(await readXidColumns(client)).keys()]).toEqual(['audit', 'cursors', 'events', 'inbound', 'outbox']);
    await client.end();
  });

  it('is refused with the place when a byte of it is another, wherever that is', async () => {
    const whole = readFileSync(file);
    const spread = Array.from({ length: 24 }, (_, n) => Math.floor((whole.length * n) / 24));
    for (const at of [...spread, 3, 15, 17, 19, 40, whole.length - 9, whole.length - 8, whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] as number) ^ 0x10;
      const damaged = newFile();
      writeFileSync(damaged, bytes);
      const error = await checkBackup(damaged).catch((reason: Error) => reason);
      expect(error, `byte ${at}`).toMatchObject({ code: at < 15 ? 'backup.not-one' : 'backup.damaged' });
      const place = Number(/at byte (\d+)/.exec((error as Error).message)?.[1] ?? 0);
      expect(place).toBeLessThanOrEqual(at);
      rmSync(damaged);
    }
    const cut = newFile();
    writeFileSync(cut, whole);
    truncateSync(cut, whole.length - 100);
    await expect(checkBackup(cut)).rejects.toMatchObject({ code: 'backup.damaged' });
    writeFileSync(cut, Buffer.concat([whole, Buffer.from('more')]));
    await expect(checkBackup(cut)).rejects.toMatchObject({ code: 'backup.damaged' });
  });

  it('is not put into a database with anything in it, nor by a version that does not know it', async () => {
    const into = await createDatabase();
    await query(into, 'create table mine (n int)');
    await expect(restore(file, into)).rejects.toMatchObject({ code: 'restore.not-empty' });
    await query(into, 'drop table mine');
    const { header } = await checkBackup(file);
    const known = await readMigrations();
    expect(() => findMigrations(known.slice(0, -1), header)).toThrow(/newer one/);
    const [first, ...others] = known;
    if (first === undefined) throw new Error('there are migrations');
    expect(() => findMigrations([{ ...first, checksum: 'another' }, ...others], header)).toThrow(/not the one/);
    // What differs from what the backup says is not kept.
    const backup = await checkBackup(file);
    const tables = backup.summary.tables.map((sum) => (sum.name === 'teams' ? { ...sum, rows: sum.rows + 1 } : sum));
    const wrong = { ...backup, summary: { ...backup.summary, tables } };
    await expect(restoreRows(into, file, wrong, known)).rejects.toMatchObject({ code: 'restore.differs' });
    expect(await query(into, "select relname from pg_class where relnamespace = 'public'::regnamespace")).toEqual([]);
  });

  it('does not write over a file, and leaves none that is not whole', async () => {
    await expect(writeBackup(source, { file, version, now: testEpoch })).rejects.toMatchObject({
      code: 'backup.exists',
    });
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('a backup while others write', { timeout: 60_000 }, () => {
  let stop: () => Promise<unknown> = async () => {};
  afterEach(() => stop());

  it('is the state after some commit: what was moved between two tables is in one of them', async () => {
    const source = await createDatabase(inject('template'));
    const ids = [1, 2, 3, 4].map((n) => `00000000-0000-7000-8000-00000000000${n}`);
    for (const id of ids) {
      await query(source, "insert into workspaces values ($1, 'W', 'EUR', 'UTC', 'en', '01-01', 'team', now())", [id]);
      await query(
        source,
        "insert into calendars (workspace_id, id, name, zone, hours, created_at) values ($1, $1, 'C', 'UTC', '{}', now())",
        [id],
      );
    }
    let moves = 0;
    let isOver = false;
    const write = async (id: string | undefined) => {
      const client = new pg.Client(source);
      await client.connect();
      while (!isOver) {
        await client.query('begin');
        await client.query('update calendars set version = version + 1 where workspace_id = $1', [id]);
        await client.query('update workspaces set version = version - 1 where id = $1', [id]);
        await client.query('commit');
        moves += 1;
      }
      await client.end();
    };
    const writers = ids.map(write);
    stop = () => {
      isOver = true;
      return Promise.all(writers);
    };
    const seen = new Set<number>();
    for (let round = 0; round < 2; round += 1) {
      const before = moves;
      const file = newFile();
      await writeBackup(source, { file, version, now: testEpoch });
      expect(moves).toBeGreaterThan(before);
      const into = await createDatabase();
      await restore(file, into);
      const [sums] = await query<{ calendars: number; workspaces: number }>(
        into,
        'select (select sum(version)::int from calendars) as calendars, (select sum(version)::int from workspaces) as workspaces',
      );
      expect((sums?.calendars ?? 0) + (sums?.workspaces ?? 0)).toBe(8);
      seen.add(sums?.calendars ?? 0);
    }
    expect(seen.size).toBe(2);
  });

  it('keeps what a reader has not had before it, though numbers of transactions begin anew', async () => {
    const source = await createDatabase(inject('template'));
    const id = '00000000-0000-7000-8000-000000000001';
    await query(source, "insert into workspaces values ($1, 'W', 'EUR', 'UTC', 'en', '01-01', 'team', now())", [id]);
    await query(source, "select ensure_days('inbound', $1::timestamptz, 2)", [testEpoch]);
    // The slower transaction of message 5 has committed after message 6 was read.
    for (const [seq, xid] of [
      [4, 90],
      [5, 101],
      [6, 100],
      [7, 102],
    ]) {
      await query(
        source,
        "insert into inbound (workspace_id, received_at, seq, xid, source_id, message_id, body) values ($1, $2, $3::bigint, $4::text::xid8, $1, 'a message', '{}')",
        [id, testEpoch, seq, xid],
      );
    }
    await query(source, "insert into cursors (workspace_id, name, xid, seq) values ($1, 'inbound', '100', 6)", [id]);
    const unread = `
      select i.seq::int as seq, i.xid < pg_snapshot_xmin(pg_current_snapshot()) as is_certain from inbound i, cursors c
       where c.name = 'inbound' and (i.xid, i.seq) > (c.xid, c.seq) order by i.xid, i.seq`;
    const wanted = [5, 7].map((seq) => ({ seq, is_certain: true }));
    expect(await query(source, unread)).toEqual(wanted);
    let from = source;
    // A restored one can be backed up again.
    for (const _round of [1, 2]) {
      const file = newFile();
      await writeBackup(from, { file, version, now: testEpoch });
      from = await createDatabase();
      await restore(file, from);
      expect(await query(from, unread)).toEqual(wanted);
    }
  });
});

describe('an upgrade', { timeout: 60_000 }, () => {
  it('copies the database first, does not go on where it cannot, and keeps a few copies', async () => {
    const source = await loadFixture('02');
    const before = await readAll(source);
    const [{ number = 0 } = {}] = await query<{ number: number }>(
      source,
      'select max(number) + 1 as number from migrations',
    );
    const home = path.join(folder, 'upgraded');
    const options = { now: testEpoch, version, log: quiet };
    writeFileSync(path.join(folder, 'a-file'), '');
    await expect(migrateWithCopy(source, { ...options, home: path.join(folder, 'a-file') })).rejects.toMatchObject({
      code: 'upgrade.no-copy',
      message: expect.stringContaining('--without-backup') as string,
    });
    expect(await readAll(source)).toEqual(before);
    expect((await migrateWithCopy(source, { ...options, home })).length).toBeGreaterThan(0);
    const [copy] = await listBackups(path.join(home, 'backups'));
    expect(path.basename(copy?.file ?? '')).toMatch(new RegExp(`^before-${String(number).padStart(4, '0')}-`));
    // The copy is of the version that it was made by; it comes to head like the database did.
    const into = await createDatabase();
    await restore(copy?.file ?? '', into);
    expect(await readAll(into)).toEqual(before);
    expect((await migrate(into, testEpoch)).length).toBeGreaterThan(0);
    expect(await migrateWithCopy(source, { ...options, home })).toEqual([]);
    expect(await listBackups(path.join(home, 'backups'))).toHaveLength(1);
    for (const name of ['before-0003-20250101-000000.backup', 'before-0002-20260101-000000.backup', 'kept.backup']) {
      writeFileSync(path.join(home, 'backups', name), '');
    }
    expect(await pruneBackups(path.join(home, 'backups'), 'before', 2)).toEqual(['before-0003-20250101-000000.backup']);
    expect((await listBackups(path.join(home, 'backups'))).map(({ made }) => made?.baton)).toEqual([
      undefined,
      version,
      undefined,
    ]);
  });
});

describe('the commands', { timeout: 60_000 }, () => {
  it('take a database with its waiting jobs into an empty folder, and that again while it runs', async () => {
    const source = await createDatabase(inject('template'));
    // One was under way, one had not begun, one is done; what runs by the clock puts itself back.
    await query(
      source,
      `insert into pgboss.job (name, data, state, start_after)
       values ('deliver-mail', '{"n": 1}', 'active', now()), ('deliver-mail', '{"n": 2}', 'created', '2030-01-01'),
              ('deliver-mail', '{"n": 3}', 'completed', now()), ('prune-inbound', null, 'created', now())`,
    );
    const home = path.join(folder, 'home');
    const said: string[] = [];
    const run = { version, now: testEpoch, say: (text: string) => void said.push(text) };
    const { connectionString, host, port } = source as { connectionString?: string; host?: string; port?: number };
    const databaseUrl = connectionString ?? `postgresql://baton@/${source.database}?host=${host}&port=${port}`;
    const config = { ...readConfig({ BATON_HOME: home }), secret: 'a secret of thirty-two characters' };
    await runBackup({ ...config, databaseUrl }, ['--with-secret', '--keep', '1'], run);
    const [file] = await listBackups(path.join(home, 'backups'));
    expect(file?.made).toMatchObject({ baton: version, hasSecret: true });
    const into = path.join(folder, 'new-home');
    await runRestore({ ...config, secret: undefined }, [file?.file ?? '', '--into', into, '--verify'], run);
    expect(said.join('\n')).toContain('every table was read back and is equal');
    expect(readFileSync(path.join(into, 'secret'), 'utf8').trim()).toBe(config.secret);
    await expect(runRestore(config, [file?.file ?? '', '--into', into], run)).rejects.toMatchObject({
      code: 'restore.not-empty',
    });
    await expect(runBackup({ ...config, home: path.join(folder, 'nowhere') }, [], run)).rejects.toMatchObject({
      code: 'backup.no-database',
    });
    await runBackup({ ...config, home: into }, [newFile()], run);
    const engine = await startEngine({ home: into, fsync: false, log: quiet });
    try {
      const jobs = await query(
        engine.connection,
        "select state::text, data->'n' as n, start_after > now() as later from pgboss.job order by data->>'n'",
      );
      expect(jobs).toEqual([
        { state: 'created', n: 1, later: false },
        { state: 'created', n: 2, later: true },
      ]);
      const online = newFile();
      await runBackup({ ...config, home: into }, [online], run);
      expect((await checkBackup(online)).summary.jobs).toBe(2);
    } finally {
      await engine.stop();
    }
  });
});
