import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { processesIn, processState, signalProcess, waitForEnd, worksIn } from './process-table.ts';

test.skipIf(process.platform !== 'linux')(
  'a process runs, becomes a zombie while nobody collects it, and is gone',
  async () => {
    // The shell becomes a sleep, which never asks after its children. Its child ends only after that: a shell would ask.
    const parent = spawn('sh', ['-c', 'cat <&3 >/dev/null & echo $!; exec sleep 60 3<&-'], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    });
    const zombie = await new Promise<number>((resolve) =>
      parent.stdout?.once('data', (data) => resolve(Number(String(data)))),
    );
    const isSleep = () => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim() === 'sleep';
    while (!isSleep()) await new Promise((resolve) => setImmediate(resolve));
    expect(processState(zombie)).toBe('running');
    parent.stdio[3]?.destroy();
    expect(await waitForEnd(zombie, 5000)).toBe(true);
    expect(processState(zombie)).toBe('zombie');
    expect(processState(parent.pid ?? 0)).toBe('running');

    const ended = new Promise((resolve) => parent.once('exit', resolve));
    expect(signalProcess(parent.pid ?? 0, 'SIGKILL')).toBe(true);
    await ended;
    expect(processState(parent.pid ?? 0)).toBe('gone');
    expect(signalProcess(parent.pid ?? 0, 'SIGKILL')).toBe(false);
  },
);

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
