import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { startEngine } from '../src/db/engine.ts';
import { end, postmasterPid, startServer } from '../test/server-process.ts';

/**
 * From the command to the first answer on a warm folder, how much of it is PostgreSQL, and what both hold in memory when
 * idle. Beside it the limit of this machine in the same run: an empty Node process, and PostgreSQL alone.
 */
const rounds = 5;
const quiet = { info() {}, warn() {}, error() {} };

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** Proportional share: pages that PostgreSQL's processes share are counted once. */
function memoryOf(pid: number): number {
  const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1];
  return Number(pss) / 1024;
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => {
      try {
        return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${candidate}/status`, 'utf8'))?.[1]) === pid;
      } catch {
        return false;
      }
    });
}

const home = await mkdtemp(path.join(tmpdir(), 'baton-bench-'));
const first = await startServer(home);
await end(first.process, 'SIGTERM');

const whole: number[] = [];
const postgres: number[] = [];
const node: number[] = [];
let memory = { nodeMiB: 0, postgresMiB: 0 };
for (let round = 0; round < rounds; round += 1) {
  const server = await startServer(home);
  whole.push(server.startedIn);
  if (round === rounds - 1) {
    // Idle: nothing was asked of it for two seconds.
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const postmaster = postmasterPid(home);
    memory = {
      nodeMiB: Math.round(memoryOf(server.process.pid as number)),
      postgresMiB: Math.round([postmaster, ...childrenOf(postmaster)].reduce((sum, pid) => sum + memoryOf(pid), 0)),
    };
  }
  await end(server.process, 'SIGTERM');

  const began = performance.now();
  const engine = await startEngine({ home, log: quiet });
  postgres.push(performance.now() - began);
  await engine.stop();

  const bare = performance.now();
  spawnSync(process.execPath, ['-e', '0']);
  node.push(performance.now() - bare);
}
await rm(home, { recursive: true, force: true });

console.log(
  JSON.stringify(
    {
      bench: 'start',
      rounds,
      machine: { cpus: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), node: process.version },
      milliseconds: {
        firstAnswer: Math.round(median(whole)),
        postgresAlone: Math.round(median(postgres)),
        restOfBaton: Math.round(median(whole) - median(postgres)),
        emptyNode: Math.round(median(node)),
      },
      idleMemory: memory,
    },
    null,
    2,
  ),
);
