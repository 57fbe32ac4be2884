import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type ClientConfig } from 'pg';
import { BatonError } from '../core/errors.ts';
import { cannotRun, childEnvironment } from './data-folder.ts';
import type { EngineLog } from './engine-contract.ts';
import { type DatabaseUser, readIfPresent } from './home-folder.ts';
import { processesIn, processState, signalProcess, waitForEnd, worksIn } from './process-table.ts';

export type PostmasterPlan = {
  /** Path of the program `postgres`. */
  program: string;
  dataFolder: string;
  /** How `dataFolder` is named to PostgreSQL. */
  dataArgument: string;
  user: DatabaseUser | undefined;
  logFile: string;
  /** Hash of everything that a running PostgreSQL was started with; one with another signature is replaced. */
  signature: string;
  /** Connects to the database `postgres`. */
  connection: ClientConfig;
  sendSignal: (pid: number, signal: NodeJS.Signals) => void;
  /** Writes the configuration; not done for a PostgreSQL that runs with the same one. */
  configure: () => void;
};

export type Postmaster = {
  pid: number;
  /** Left behind by a Baton that was killed, not started by us. */
  adopted: boolean;
  /** Resolves when it runs no more. */
  ended: Promise<void>;
  serverVersionNum: number;
};

type Greeting = { signature: string; serverVersionNum: number };

const askEveryMs = 20;
/** Recovery of a large log after a crash; nothing else takes long. */
const recoveryLimitMs = 10 * 60_000;
const silenceLimitMs = 30_000;
const conflictLimitMs = 10_000;
/** Ending one without its checkpoint is safe and only costs recovery, so a hung one is not waited for. */
const formerLimitMs = 3000;
const logLimitBytes = 10 * 1024 * 1024;

/** Adopts the PostgreSQL that already runs on the data folder, or ends what is left of it and starts a new one. */
export async function startPostmaster(plan: PostmasterPlan, log: EngineLog): Promise<Postmaster> {
  const start = performance.now();
  for (;;) {
    const adopted = await adoptOrEnd(plan, log);
    if (adopted) return adopted;
    plan.configure();
    removeSocket(plan.connection);
    const outcome = await launch(plan);
    if (typeof outcome !== 'string') return outcome;
    // What a killed predecessor holds is given back by the system within moments.
    const isConflict = /postmaster\.pid" already exists|shared memory block/.test(outcome);
    if (!isConflict || performance.now() - start > conflictLimitMs) throw startProblem(outcome, plan);
    await endLeftovers(plan.dataFolder);
    await pause(100);
  }
}

async function adoptOrEnd(plan: PostmasterPlan, log: EngineLog): Promise<Postmaster | undefined> {
  const pidFile = join(plan.dataFolder, 'postmaster.pid');
  const lines = (readIfPresent(pidFile) ?? '').split('\n');
  const pid = Number.parseInt(lines[0] ?? '', 10);
  if (!(pid > 0)) return undefined;
  const isReady = lines[7]?.trim() === 'ready';
  const isOurs = processState(pid) === 'running' && worksIn(pid, plan.dataFolder);
  if (isOurs !== false) {
    const greeting = await greetFormer(plan, pid, isReady);
    if (greeting) {
      log.info({ pid }, 'PostgreSQL was still running and is used on');
      return { pid, adopted: true, ended: watchForEnd(pid), serverVersionNum: greeting.serverVersionNum };
    }
  }
  if (isOurs && processState(pid) === 'running') {
    log.warn({ pid }, 'The PostgreSQL left running by an earlier Baton does not fit or answer: it is started anew');
    await endPostmaster(plan, pid, formerLimitMs);
  }
  await endLeftovers(plan.dataFolder);
  // PostgreSQL only asks whether any process has that id, and would refuse to start for a stranger or a zombie.
  const state = processState(pid);
  if (state === 'zombie' || (state === 'running' && isOurs === false)) rmSync(pidFile, { force: true });
  return undefined;
}

/** Nothing of ours runs any more, but the lock beside the socket may name a zombie or a stranger, as the pid file may. */
function removeSocket({ host, port }: ClientConfig): void {
  if (!host?.startsWith('/')) return;
  for (const suffix of ['', '.lock']) rmSync(join(host, `.s.PGSQL.${port}${suffix}`), { force: true });
}

/** Answers only for a PostgreSQL that runs with the present settings; one that is still starting is waited for. */
async function greetFormer(plan: PostmasterPlan, pid: number, isReady: boolean): Promise<Greeting | undefined> {
  const start = performance.now();
  for (let isStarting = false; processState(pid) === 'running'; await pause(askEveryMs)) {
    const answer = await greet(plan.connection);
    if (typeof answer === 'object') return answer.signature === plan.signature ? answer : undefined;
    if (answer === 'refused') return undefined;
    isStarting ||= answer === 'starting';
    const patienceMs = isStarting ? recoveryLimitMs : isReady ? 0 : 2000;
    if (performance.now() - start > patienceMs) return undefined;
  }
  return undefined;
}

async function greet(connection: ClientConfig): Promise<Greeting | 'starting' | 'absent' | 'refused'> {
  const client = new Client({ ...connection, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ signature: string | null; version: string }>(
      `select current_setting('baton.signature', true) as signature, current_setting('server_version_num') as version`,
    );
    return { signature: rows[0]?.signature ?? '', serverVersionNum: Number(rows[0]?.version) };
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    // Five characters are an answer by PostgreSQL; 57P03 says that it is starting or stopping.
    if (code === '57P03') return 'starting';
    return /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E') ? 'refused' : 'absent';
  } finally {
    await client.end().catch(() => {});
  }
}

async function watchForEnd(pid: number): Promise<void> {
  while (processState(pid) === 'running') await pause(200, undefined, { ref: false });
}

/** Backends of a postmaster that was killed go on until they next look up, and nothing can start while they do. */
async function endLeftovers(dataFolder: string): Promise<void> {
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    const leftovers = processesIn(dataFolder);
    for (const pid of leftovers) signalProcess(pid, signal);
    for (const pid of leftovers) await waitForEnd(pid, 1000);
  }
}

/** The postmaster once it answers, or what it wrote before it gave up. */
async function launch(plan: PostmasterPlan): Promise<Postmaster | string> {
  const { program, dataFolder, user } = plan;
  const log = openLog(plan.logFile);
  const child = spawn(program, ['-D', plan.dataArgument, '-c', `baton.signature=${plan.signature}`], {
    cwd: dataFolder,
    env: childEnvironment,
    stdio: ['ignore', log.descriptor, log.descriptor],
    // A session of its own, or Ctrl-C would reach PostgreSQL before the server has finished its requests.
    detached: true,
    windowsHide: true,
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  });
  closeSync(log.descriptor);
  let failure: NodeJS.ErrnoException | undefined;
  let isOver = false;
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      failure = error;
      resolve();
    });
  }).then(() => {
    isOver = true;
  });

  const start = performance.now();
  for (let isStarting = false; ; await Promise.race([ended, pause(askEveryMs)])) {
    if (failure) throw cannotRun(failure, program, user);
    if (isOver) return readFileSync(plan.logFile).subarray(log.size).toString();
    const answer = await greet(plan.connection);
    if (typeof answer === 'object') {
      child.unref();
      return { pid: child.pid ?? 0, adopted: false, ended, serverVersionNum: answer.serverVersionNum };
    }
    isStarting ||= answer === 'starting';
    if (answer === 'refused' || performance.now() - start > (isStarting ? recoveryLimitMs : silenceLimitMs)) {
      if (child.pid !== undefined) await endPostmaster(plan, child.pid, conflictLimitMs);
      return readFileSync(plan.logFile).subarray(log.size).toString();
    }
  }
}

function openLog(path: string): { descriptor: number; size: number } {
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) {
    if (existsSync(`${path}.1`)) renameSync(`${path}.1`, `${path}.2`);
    renameSync(path, `${path}.1`);
  }
  const descriptor = openSync(path, 'a', 0o600);
  return { descriptor, size: statSync(path).size };
}

function startProblem(said: string, { logFile, dataFolder }: PostmasterPlan): BatonError {
  if (/No space left|Disk quota/.test(said)) {
    return new BatonError(
      'no-space',
      'home.no-space',
      `No space is left on the disk that holds ${dataFolder}. Free some and start again.`,
    );
  }
  const lines = said.split('\n').filter((line) => /FATAL|PANIC|HINT|ERROR|error while loading/.test(line));
  const reason = lines.slice(0, 3).join(' ') || 'it does not answer';
  return new BatonError(
    'unavailable',
    'database.not-started',
    `PostgreSQL does not start: ${reason} More is in ${logFile}.`,
  );
}

/** A fast shutdown; when that takes longer than `limitMs`, one that leaves the work to recovery at the next start. */
export async function endPostmaster(plan: PostmasterPlan, pid: number, limitMs: number): Promise<void> {
  plan.sendSignal(pid, 'SIGINT');
  if (await waitForEnd(pid, limitMs)) return;
  plan.sendSignal(pid, 'SIGQUIT');
  if (await waitForEnd(pid, 2000)) return;
  signalProcess(pid, 'SIGKILL');
  await waitForEnd(pid, 5000);
}
