import type pg from 'pg';
import type { Ctx, WorkspaceId } from '../src/context.ts';
import { BatonError } from '../src/core/errors.ts';
import { type Databases, openDatabases } from '../src/db/database.ts';
import { reassignHandoff } from '../src/features/assignments/reassign-handoff.ts';
import { acceptByTimeout } from '../src/features/handoffs/accept-by-timeout.ts';
import { acceptHandoff } from '../src/features/handoffs/accept-handoff.ts';
import { rejectHandoff } from '../src/features/handoffs/reject-handoff.ts';
import { createSealer } from '../src/http/sealer.ts';
import { inWorkspace, type JobParts } from '../src/jobs/job.ts';
import { type Loops, runLoop, startLoops } from '../src/jobs/loop.ts';
import { collectLoops } from '../src/worker.ts';
import type { Ended, Order, Told, Verdict } from './worker-process.ts';

/** Runs in a process of its own, and does what the test that started it asks for. */
type Message = { id: number } & ({ connection: pg.ClientConfig; connections: number } | { at: number; order: Order });

const quiet = { info() {}, warn() {}, error: (details: object, message: string) => console.error(message, details) };
let databases: Databases | null = null;
let loops: Loops | null = null;
let now = 0;

const parts = (): JobParts => {
  if (databases === null) throw new Error('The process is told its database first.');
  return {
    databases,
    clock: () => new Date(now),
    log: quiet,
    enqueue: async () => {},
    sealer: createSealer('a secret that is long enough for tests'),
    publicUrl: () => 'http://baton.test',
  };
};

process.on('message', async (message: Message) => {
  const told: Told = await answer(message).then(
    (ended) => ({ id: message.id, ended }),
    (error: Error) => ({ id: message.id, problem: error.stack ?? error.message }),
  );
  process.send?.(told);
});
process.on('disconnect', async () => {
  await loops?.stop();
  await databases?.end();
});

async function answer(message: Message): Promise<Ended[]> {
  if ('connection' in message) {
    const { connection, connections } = message;
    databases = openDatabases(connection, { screens: connections, ingest: 1, workers: 4, reports: 1 }, quiet);
    return [];
  }
  now = message.at;
  const { order } = message;
  switch (order.kind) {
    case 'decide':
      return Promise.all(order.verdicts.map((verdict) => decide(order.workspace, verdict)));
    case 'start-loops':
      await loops?.stop();
      loops = startLoops(
        collectLoops().filter(({ name }) => !order.without.includes(name)),
        parts(),
      );
      return [];
    case 'stop-loops':
      await loops?.stop();
      loops = null;
      return [];
    case 'run-loops':
      for (let more = true; more; ) {
        more = false;
        for (const loop of collectLoops().filter(({ name }) => order.names.includes(name)))
          if (await runLoop(loop, parts())) more = true;
      }
      return [];
  }
}

async function decide(workspace: WorkspaceId, verdict: Verdict): Promise<Ended> {
  const { handoffId, by } = verdict;
  const { clock, databases, ...rest } = parts();
  const system = inWorkspace(
    { ...rest, db: databases.screens, now: clock(), requestId: null, publicUrl: 'http://baton.test' },
    workspace,
  );
  const ctx: Ctx = {
    ...system,
    actor: { kind: 'member', department: 'sales', actsFor: [], visibility: 'own', sessionId: handoffId, ...by },
    reach: by.role === 'admin' ? 'all' : 'own',
  };
  try {
    if (verdict.verb === 'accept') await acceptHandoff(ctx, handoffId);
    else if (verdict.verb === 'reject') await rejectHandoff(ctx, handoffId, { reason: 'bad-timing' });
    else if (verdict.verb === 'timeout') await acceptByTimeout(system);
    else await reassignHandoff(ctx, handoffId, verdict.memberId ?? by.id);
    return { handoffId };
  } catch (error) {
    if (error instanceof BatonError) return { handoffId, code: error.code, message: error.message };
    throw error;
  }
}
