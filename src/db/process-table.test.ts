import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { processesIn, processState, signalProcess, waitForEnd, worksIn } from './process-table.ts';

test('a process runs, becomes a zombie while nobody collects it, and is gone', async () => {
  // The inner shell ends at once; the outer one becomes a sleep that never asks after its children.
  const parent = spawn('sh', ['-c', 'sh -c "exit 0" & echo $!; exec sleep 60'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const zombie = await new Promise<number>((resolve) =>
    parent.stdout.once('data', (data) => resolve(Number(String(data)))),
  );
  expect(await waitForEnd(zombie, 2000)).toBe(true);
  expect(processState(zombie)).toBe('zombie');
  expect(processState(parent.pid ?? 0)).toBe('running');

  const ended = new Promise((resolve) => parent.once('exit', resolve));
  expect(signalProcess(parent.pid ?? 0, 'SIGKILL')).toBe(true);
  await ended;
  expect(processState(parent.pid ?? 0)).toBe('gone');
  expect(signalProcess(parent.pid ?? 0, 'SIGKILL')).toBe(false);
});

test.skipIf(process.platform !== 'linux')(
  'processes are found by their working folder (Linux says it in /proc)',
  () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'baton-cwd-')));
    const child = spawn('sleep', ['60'], { cwd: folder });
    expect(processesIn(folder)).toEqual([child.pid]);
    expect(worksIn(child.pid ?? 0, folder)).toBe(true);
    expect(worksIn(child.pid ?? 0, tmpdir())).toBe(false);
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  },
);
