import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** `zombie`: ended, but its parent has not collected it yet; the id is taken although nothing runs. */
export type ProcessState = 'running' | 'zombie' | 'gone';

const onLinux = process.platform === 'linux';

export function processState(pid: number): ProcessState {
  return onLinux ? linuxState(pid) : signalledState(pid);
}

function linuxState(pid: number): ProcessState {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself contain spaces and parentheses: the state follows the last one.
    const state = stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    return state === 'Z' || state === 'X' ? 'zombie' : 'running';
  } catch {
    return 'gone';
  }
}

/** macOS (not tried) and Windows (not tried, knows no zombies). */
function signalledState(pid: number): ProcessState {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? 'gone' : 'running';
  }
  if (process.platform === 'win32') return 'running';
  const state = askPs('stat=', pid);
  return state === '' ? 'gone' : state.startsWith('Z') ? 'zombie' : 'running';
}

function commandOf(pid: number): string {
  return askPs('command=', pid);
}

function askPs(column: string, pid: number): string {
  try {
    return execFileSync('ps', ['-ww', '-o', column, '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/**
 * Whether the process has `folder` as its working directory, which is true of every process of a PostgreSQL and its
 * data folder, and is what tells ours from a stranger that got the same process id. `undefined` where the platform
 * does not say (Windows). On macOS the command line, which names the folder, stands in; not tried.
 */
export function worksIn(pid: number, folder: string): boolean | undefined {
  if (process.platform === 'win32') return undefined;
  if (!onLinux) return commandOf(pid).includes(folder);
  try {
    const [own, wanted] = [statSync(`/proc/${pid}/cwd`, { bigint: true }), statSync(folder, { bigint: true })];
    return own.ino === wanted.ino && own.dev === wanted.dev;
  } catch {
    return false;
  }
}

/** The running processes that have `folder` as their working directory, as far as this user may see them. */
export function processesIn(folder: string): number[] {
  if (!onLinux) return [];
  const wanted = realpathSync(folder);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && workingFolder(name) === wanted)
    .map(Number)
    .filter((pid) => pid !== process.pid && processState(pid) === 'running');
}

function workingFolder(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

/** Sends a signal and says whether there was a process to receive it. */
export function signalProcess(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Whether the process stopped running within `limitMs`. A zombie runs no more. */
export async function waitForEnd(pid: number, limitMs: number): Promise<boolean> {
  const start = performance.now();
  while (processState(pid) === 'running') {
    if (performance.now() - start > limitMs) return false;
    await pause(10);
  }
  return true;
}
