import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { lockHome } from './home-lock.ts';

const root = mkdtempSync(join(tmpdir(), 'baton-lock-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const program = `
  import { lockHome } from ${JSON.stringify(new URL('./home-lock.ts', import.meta.url).href)};
  try {
    await lockHome(process.argv[1]);
    console.log('holds ' + process.pid);
    setInterval(() => {}, 1000);
  } catch (error) {
    console.log(error.message);
  }`;

/** Resolves when the child has said whether it got the lock. */
function tryInChild(home: string): Promise<{ said: string; kill: () => void }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, home], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve) => {
    child.stdout.once('data', (data: Buffer) =>
      resolve({ said: data.toString().trim(), kill: () => child.kill('SIGKILL') }),
    );
  });
}

function foreignHolder(beat: number): string {
  const holder = { pid: 42, host: 'elsewhere', machine: 'other', boot: 'other', network: 'other', token: 'theirs' };
  return JSON.stringify({ ...holder, beat: String(beat) });
}

test('of twelve starters at once exactly one gets the folder, and the others name it', {
  timeout: 15_000,
}, async () => {
  const home = join(root, 'twelve');
  const starters = await Promise.all(Array.from({ length: 12 }, () => tryInChild(home)));
  const winners = starters.filter(({ said }) => said.startsWith('holds'));
  expect(winners).toHaveLength(1);
  const pid = winners[0]?.said.replace('holds ', '');
  for (const { said } of starters) expect(said).toContain(String(pid));

  // Killed, not stopped: the folder is free at once.
  winners[0]?.kill();
  let lock = await lockHome(home).catch(() => undefined);
  for (const start = performance.now(); !lock && performance.now() - start < 2000; await pause(10)) {
    lock = await lockHome(home).catch(() => undefined);
  }
  expect(lock).toBeDefined();
  await lock?.release();
});

test('a released folder can be taken again', async () => {
  const home = join(root, 'again');
  const first = await lockHome(home);
  await expect(lockHome(home)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'home.in-use',
    details: { extra: { pid: process.pid } },
  });
  await first.release();
  await first.release();
  const second = await lockHome(home);
  await second.release();
});

test('a holder on another machine that is alive is left its folder', async () => {
  const home = join(root, 'foreign');
  await (await lockHome(home)).release();
  const file = join(home, 'lock');
  writeFileSync(file, foreignHolder(0));
  let beats = 0;
  const heart = setInterval(() => {
    beats += 1;
    writeFileSync(file, foreignHolder(beats));
  }, 200);
  try {
    await expect(lockHome(home)).rejects.toThrow(/pid 42 on host elsewhere/);
  } finally {
    clearInterval(heart);
  }
});

test('a holder on another machine that has fallen silent loses it, and whoever loses it is told', {
  timeout: 10_000,
}, async () => {
  const home = join(root, 'silent');
  await (await lockHome(home)).release();
  const file = join(home, 'lock');
  writeFileSync(file, foreignHolder(0));
  const lock = await lockHome(home);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.pid });

  const lost = new Promise<void>((resolve) => lock.onLost(resolve));
  writeFileSync(file, foreignHolder(1));
  await lost;
  await lock.release();
  expect(readFileSync(file, 'utf8')).toContain('elsewhere');
});
