import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, type EngineLog, startEngine } from './engine.ts';
import { runsAsRoot } from './home-folder.ts';
import { processState } from './process-table.ts';

const log: EngineLog = { info: () => {}, warn: () => {}, error: () => {} };
const root = mkdtempSync(join(tmpdir(), 'baton-engine-'));
const home = join(root, 'home');
const children: ChildProcess[] = [];

/** Its own Node, to be killed. Prints one line when the engine is up, or the problem. */
const program = `
  import { startEngine } from ${JSON.stringify(new URL('./engine.ts', import.meta.url).href)};
  const log = { info() {}, warn() {}, error() {} };
  try {
    await startEngine({ home: process.argv[1], fsync: false, log });
    console.log('up');
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(error.code + ' ' + error.message);
  }`;

async function startInChild(folder: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const said = await new Promise<string>((resolve) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString().trim()));
    child.once('exit', () => resolve(''));
  });
  return { child, said };
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

function postmasterPid(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8'), 10);
}

async function ask<Row extends object>(engine: Engine, sql: string): Promise<Row[]> {
  const client = new Client(engine.connection);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function waitFor(isTrue: () => boolean | Promise<boolean>, limitMs = 5000): Promise<void> {
  const start = performance.now();
  while (!(await isTrue())) {
    if (performance.now() - start > limitMs) throw new Error('waited in vain');
    await pause(20);
  }
}

const answers = (engine: Engine): Promise<boolean> =>
  ask(engine, 'select 1').then(
    () => true,
    () => false,
  );
const start = (folder = home): Promise<Engine> => startEngine({ home: folder, fsync: false, log });

describe.skipIf(process.platform === 'win32')('the embedded PostgreSQL', { timeout: 20_000 }, () => {
  let engine: Engine | undefined;

  beforeAll(async () => {
    const first = await start();
    await ask(first, 'create extension pg_trgm');
    await ask(first, 'create table kept (n int)');
    await ask(first, 'insert into kept values (1)');
    await first.stop();
  }, 20_000);

  afterEach(async () => {
    await engine?.stop();
    engine = undefined;
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  test('keeps the data, says its version, and leaves nothing running', async () => {
    engine = await start();
    expect(engine).toMatchObject({ kind: 'embedded', connection: { database: 'baton' } });
    expect(Math.floor(engine.serverVersionNum / 10_000)).toBe(18);
    expect(await ask(engine, 'select n from kept')).toEqual([{ n: 1 }]);
    const pid = postmasterPid(home);
    await engine.stop();
    await engine.stop();
    expect(processState(pid)).not.toBe('running');
    expect(existsSync(String(engine.connection.host))).toBe(false);
    expect(existsSync(join(home, 'lock'))).toBe(false);
  });

  test('knows letters beyond ASCII', async () => {
    engine = await start();
    const rows = await ask<{ lower: string; grams: number }>(
      engine,
      `select lower('ÉMILE'), array_length(show_trgm('Émile'), 1) as grams`,
    );
    // Six: without a character type that knows É, it would be "mile" and five.
    expect(rows).toEqual([{ lower: 'émile', grams: 6 }]);
  });

  test('refuses a second starter within a second and names the first', async () => {
    engine = await start();
    const before = performance.now();
    await expect(start()).rejects.toMatchObject({
      kind: 'conflict',
      code: 'home.in-use',
      message: expect.stringContaining(`pid ${process.pid}`) as string,
    });
    expect(performance.now() - before).toBeLessThan(1000);
  });

  test('uses on what a killed Node has left running', async () => {
    const { child, said } = await startInChild(home);
    expect(said).toBe('up');
    const pid = postmasterPid(home);
    await kill(child);
    engine = await start();
    expect(postmasterPid(home)).toBe(pid);
    expect(await ask(engine, 'select n from kept')).toEqual([{ n: 1 }]);
    await engine.stop();
    expect(processState(pid)).not.toBe('running');
  });

  test('starts anew when Node and PostgreSQL were killed together, one of them busy', async () => {
    const { child } = await startInChild(home);
    const pid = postmasterPid(home);
    const host = readFileSync(join(home, 'socket-folder'), 'utf8');
    const busy = new Client({ host, user: 'baton', database: 'baton', ssl: false });
    busy.on('error', () => {});
    await busy.connect();
    busy.query('do $$ begin loop perform 1; end loop; end $$').catch(() => {});
    process.kill(pid, 'SIGKILL');
    await kill(child);
    const before = performance.now();
    engine = await start();
    expect(performance.now() - before).toBeLessThan(5000);
    expect(postmasterPid(home)).not.toBe(pid);
    expect(await ask(engine, 'select n from kept')).toEqual([{ n: 1 }]);
  });

  test('restarts a PostgreSQL that is killed, each time', async () => {
    engine = await start();
    const running = engine;
    for (const _round of [1, 2]) {
      const pid = postmasterPid(home);
      process.kill(pid, 'SIGKILL');
      await waitFor(() => processState(pid) !== 'running');
      await waitFor(() => answers(running));
      expect(postmasterPid(home)).not.toBe(pid);
    }
  });

  test('does not mistake a stranger for PostgreSQL because it has the process id of the last one', async () => {
    const stranger = spawn('sleep', ['60']);
    children.push(stranger);
    writeFileSync(
      join(home, 'data', 'postmaster.pid'),
      `${stranger.pid}\n${home}/data\n1\n5432\n/nowhere\n\n1 1\nready\n`,
    );
    engine = await start();
    expect(processState(stranger.pid ?? 0)).toBe('running');
  });

  test('makes its socket anew when the temp folder was cleaned', async () => {
    const { child } = await startInChild(home);
    const folder = readFileSync(join(home, 'socket-folder'), 'utf8');
    await kill(child);
    rmSync(folder, { recursive: true });
    engine = await start();
    expect(await answers(engine)).toBe(true);
  });

  test('goes on after a first run that was killed half-way', async () => {
    const folder = join(root, 'interrupted');
    const { child } = { child: spawn(process.execPath, ['--input-type=module', '-e', program, folder]) };
    children.push(child);
    await waitFor(() => existsSync(join(folder, 'lock')));
    await kill(child);
    mkdirSync(join(folder, 'data.new-left'), { recursive: true });
    engine = await start(folder);
    expect(await answers(engine)).toBe(true);
    expect(existsSync(join(folder, 'data.new-left'))).toBe(false);
  });

  test('works below a path that is too long for a socket', async () => {
    const folder = join(root, 'long'.repeat(50));
    engine = await start(folder);
    expect(await answers(engine)).toBe(true);
  });

  test('refuses data of another major version and says what to do', async () => {
    const marker = join(home, 'data', 'PG_VERSION');
    writeFileSync(marker, '17\n');
    try {
      await expect(start()).rejects.toMatchObject({
        code: 'database.other-major',
        message: expect.stringContaining('baton backup') as string,
      });
    } finally {
      writeFileSync(marker, '18\n');
    }
  });

  test('refuses a home that is a file', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    await expect(start(file)).rejects.toMatchObject({ code: 'home.not-a-folder' });
  });

  test.skipIf(runsAsRoot())('refuses a home it cannot write (not as root, who can write anywhere)', async () => {
    const locked = join(root, 'locked');
    mkdirSync(locked, { mode: 0o500 });
    await expect(start(join(locked, 'home'))).rejects.toMatchObject({ code: 'home.not-writable' });
  });

  test.skipIf(!runsAsRoot())('as root, works below a folder that only root may pass (needs root)', async () => {
    const closed = join(root, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o700);
    engine = await start(join(closed, 'home'));
    expect(await ask(engine, 'show data_directory')).toEqual([{ data_directory: '/proc/self/cwd' }]);
    expect(existsSync(join(closed, 'home', 'pg-folder'))).toBe(true);
  });
});
