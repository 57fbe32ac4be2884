import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { EmbeddedPlan } from './embedded-plan.ts';
import type { EngineLog } from './engine-contract.ts';
import { endPostmaster, type Postmaster } from './postmaster.ts';
import { signalProcess } from './process-table.ts';

export type RunningPostgres = { plan: EmbeddedPlan; postmaster: Postmaster };

export type Supervisor = {
  /** Ends PostgreSQL and returns when it is gone. */
  stop(): Promise<void>;
  /** Ends PostgreSQL without another write: the data is no longer ours. */
  abandon(): Promise<void>;
};

/** Waits before the first, second … restart in a row; the last holds for all further ones, so a full disk heals itself. */
const backoffMs = [0, 100, 250, 500, 1000, 2000, 5000];
const steadyMs = 60_000;
const shutdownLimitMs = 30_000;
const lookEveryMs = 2000;
const freshenEveryMs = 12 * 3_600_000;

/** Restarts PostgreSQL by `begin` whenever it ends without being asked to. */
export function supervisePostgres(
  first: RunningPostgres,
  begin: () => Promise<RunningPostgres>,
  log: EngineLog,
): Supervisor {
  const halt = new AbortController();
  const halted = new Promise<void>((resolve) => halt.signal.addEventListener('abort', () => resolve()));
  let current = first;

  const look = setInterval(() => {
    const { plan, postmaster } = current;
    if (plan.socketFolder === undefined) return;
    if (existsSync(join(plan.socketFolder, `.s.PGSQL.${plan.connection.port}`))) return;
    // PostgreSQL makes its socket only when it starts.
    log.warn('The socket of PostgreSQL was removed from the temp folder');
    plan.sendSignal(postmaster.pid, 'SIGINT');
  }, lookEveryMs).unref();
  const freshen = setInterval(() => current.plan.binaries.keepFresh?.(), freshenEveryMs).unref();

  // A Node that exits without stop() takes PostgreSQL along; only one that is killed leaves it for adoption.
  const endWithNode = (): void => current.plan.sendSignal(current.postmaster.pid, 'SIGINT');
  process.once('exit', endWithNode);

  async function restart(failures: number): Promise<boolean> {
    await pause(backoffMs[failures] ?? backoffMs.at(-1), undefined, { signal: halt.signal }).catch(() => {});
    if (halt.signal.aborted) return false;
    try {
      current = await begin();
      log.info({ pid: current.postmaster.pid }, 'PostgreSQL is up again');
      return true;
    } catch (error) {
      log.error({ err: error }, 'PostgreSQL could not be restarted; trying again');
      return false;
    }
  }

  async function watch(): Promise<void> {
    for (let failures = 0; ; ) {
      const start = performance.now();
      await Promise.race([current.postmaster.ended, halted]);
      if (halt.signal.aborted) return;
      if (performance.now() - start > steadyMs) failures = 0;
      log.error({ pid: current.postmaster.pid }, 'PostgreSQL ended unexpectedly and is started again');
      while (!(await restart(failures))) {
        if (halt.signal.aborted) return;
        failures += 1;
      }
      failures += 1;
    }
  }
  const watching = watch();

  function retire(): void {
    halt.abort();
    clearInterval(look);
    clearInterval(freshen);
    process.off('exit', endWithNode);
  }

  async function stop(): Promise<void> {
    retire();
    await endPostmaster(current.plan, current.postmaster.pid, shutdownLimitMs);
    await watching;
    // A restart may have been under way.
    await endPostmaster(current.plan, current.postmaster.pid, shutdownLimitMs);
    const { socketFolder } = current.plan;
    if (socketFolder !== undefined) rmSync(socketFolder, { recursive: true, force: true });
  }

  let stopped: Promise<void> | undefined;
  return {
    stop: () => (stopped ??= stop()),
    abandon: async () => {
      retire();
      signalProcess(current.postmaster.pid, 'SIGQUIT');
      await watching;
    },
  };
}
