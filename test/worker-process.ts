import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type pg from 'pg';
import type { MemberActor, WorkspaceId } from '../src/context.ts';

/** What a rep, a head or the agreement does to one handoff. */
export type Verdict = {
  verb: 'accept' | 'reject' | 'timeout' | 'reassign';
  handoffId: string;
  by: Pick<MemberActor, 'id' | 'name' | 'role'>;
  /** Who gets it from now on. */
  memberId?: string;
};

/** How a verdict ended: without a code it was carried out. */
export type Ended = { handoffId: string; code?: string; message?: string };

/** What a process is asked to do, as of an instant; it is the same for all that it does. */
export type Order =
  | { kind: 'decide'; workspace: WorkspaceId; verdicts: Verdict[] }
  /** Goes on until the next order, each loop of Baton but for those that are left out. */
  | { kind: 'start-loops'; without: string[] }
  | { kind: 'stop-loops' }
  /** Runs loops until none of them has anything to do at this instant. */
  | { kind: 'run-loops'; names: string[] };

export type Told = { id: number; ended: Ended[] } | { id: number; problem: string };

/** A process of its own with its own pools over the database of a test. */
export type WorkerProcess = {
  /** Carries out an order as of an instant, and gives how its verdicts ended. */
  ask(at: Date, order: Order): Promise<Ended[]>;
  stop(): Promise<void>;
};

/** @param connections how many verdicts it can carry out at once */
export async function startWorkerProcess(connection: pg.ClientConfig, connections = 4): Promise<WorkerProcess> {
  const child = fork(path.join(import.meta.dirname, 'worker-process-main.ts'), {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const waiting = new Map<number, PromiseWithResolvers<Ended[]>>();
  let last = 0;
  child.on('message', (told: Told) => {
    const one = waiting.get(told.id);
    waiting.delete(told.id);
    if ('problem' in told) one?.reject(new Error(told.problem));
    else one?.resolve(told.ended);
  });
  child.once('exit', (code) => {
    for (const one of waiting.values()) one.reject(new Error(`The process ended with ${code}:\n${printed}`));
  });
  const send = (message: object): Promise<Ended[]> => {
    last += 1;
    const one = Promise.withResolvers<Ended[]>();
    waiting.set(last, one);
    child.send({ id: last, ...message });
    return one.promise;
  };
  await send({ connection, connections });
  return { ask: (at, order) => send({ at: at.getTime(), order }), stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
}
