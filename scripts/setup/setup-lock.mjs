import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { SetupProblem } from './problem.mjs';

const patienceMs = 10 * 60_000;

/** Runs `work` while no other set-up works in the same folder; waits for one that does. */
export async function withSetupLock(root, work) {
  mkdirSync(join(root, '.runtime'), { recursive: true });
  const lock = join(root, '.runtime', 'setup.lock');
  await take(lock);
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

async function take(lock) {
  const start = performance.now();
  for (let isTold = false; ; await pause(200)) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readHolder(lock);
    if (holder === undefined) continue;
    if (!isAlive(holder)) {
      removeStale(lock, holder);
      continue;
    }
    if (!isTold) console.log(`Another set-up (pid ${holder}) is at work in this folder; waiting for it …`);
    isTold = true;
    if (performance.now() - start > patienceMs) {
      throw new SetupProblem(
        `Another set-up (pid ${holder}) has been at work in this folder for ten minutes.`,
        `End it; if there is no such process any more, delete ${lock}.`,
      );
    }
  }
}

/** Two waiters may both see the dead holder: the one that is late must not take away the new holder's lock. */
function removeStale(lock, holder) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (readHolder(aside) === holder) rmSync(aside);
    else renameSync(aside, lock);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function readHolder(lock) {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
