import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CallInput, CallOutput, Contract } from '../src/core/contract.ts';
import { runSetup } from '../src/features/workspaces/schema.ts';
import { type Caller, toRequest } from './app.ts';

/** A real Baton in a process of its own, as `npm start` runs it. */
export type ServerProcess = {
  url: string;
  process: ChildProcess;
  /** Milliseconds from the spawn to the first answer. */
  startedIn: number;
  output(): string;
};

/** Starts Baton on a folder and waits for its first answer. Fails with what it printed when it ends before. */
export async function startServer(home: string, environment: Record<string, string> = {}): Promise<ServerProcess> {
  const began = performance.now();
  const child = spawn(process.execPath, ['src/cli/baton.ts', 'serve'], {
    cwd: path.join(import.meta.dirname, '..'),
    env: { ...process.env, DATABASE_URL: '', PORT: '0', LOG_LEVEL: 'warn', ...environment, BATON_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', () => {
      const ready = /ready at (http:\S+)/.exec(printed)?.[1];
      if (ready) resolve(ready);
    });
    child.once('exit', (code) => reject(new Error(`Baton ended with ${code}:\n${printed}`)));
  });
  const answer = await fetch(`${url}/readyz`);
  await answer.text();
  return { url, process: child, startedIn: performance.now() - began, output: () => printed };
}

/** Ends a process and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return gone;
}

/** The pid of the embedded PostgreSQL of a folder. */
export const postmasterPid = (home: string): number =>
  Number(readFileSync(path.join(home, 'data/postmaster.pid'), 'utf8').split('\n')[0]);

/** Calls a route over HTTP. The body is null when the connection breaks. */
export async function callServer<C extends Contract>(
  url: string,
  caller: Caller,
  contract: C,
  input: CallInput<C> & { headers?: Record<string, string> },
): Promise<{ status: number; body: CallOutput<C> } | null> {
  const { host: _host, ...request } = toRequest(caller, contract, input as never).headers as Record<string, string>;
  const { method, url: where, payload } = toRequest(caller, contract, input as never);
  try {
    const response = await fetch(`${url}${where}`, {
      method: method as string,
      headers: { ...request, origin: url, ...(payload ? { 'content-type': 'application/json' } : {}) },
      ...(payload ? { body: JSON.stringify(payload) } : {}),
      signal: AbortSignal.timeout(5_000),
    });
    const cookie = /baton_session=[^;]+/.exec(response.headers.get('set-cookie') ?? '')?.[0];
    if (cookie) caller.cookie = cookie;
    const body = (response.status === 204 ? {} : await response.json()) as CallOutput<C> & { csrfToken?: string };
    if (body.csrfToken) caller.csrfToken = body.csrfToken;
    return { status: response.status, body };
  } catch {
    return null;
  }
}

/** Goes through the first run and gives the owner, signed in. */
export async function setUp(url: string): Promise<Caller> {
  const owner: Caller = {};
  const answer = await callServer(url, owner, runSetup, {
    body: runSetup.example as NonNullable<typeof runSetup.example>,
  });
  if (answer?.status !== 201) throw new Error(`the first run answered ${JSON.stringify(answer)}`);
  return owner;
}
