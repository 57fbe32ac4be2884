import type { FastifyInstance, InjectOptions } from 'fastify';
import pino from 'pino';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { z } from 'zod';
import { collectRoutes, createApp } from '../src/app.ts';
import type { SendMail } from '../src/connectors/smtp.ts';
import type { Enqueue } from '../src/context.ts';
import type { CallInput, CallOutput, Contract } from '../src/core/contract.ts';
import type { Databases, openDatabases, PoolSizes, StatementListener } from '../src/db/database.ts';
import type { SessionState } from '../src/features/sessions/schema.ts';
import type { Route } from '../src/http/route.ts';
import { createSealer } from '../src/http/sealer.ts';
import { runLoop } from '../src/jobs/loop.ts';
import { openQueue } from '../src/jobs/queue.ts';
import { collectJobs, collectLoops } from '../src/worker.ts';
import { createTestClock } from './clock.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { type Invariants, watchInvariants } from './invariants.ts';

export type Answer<Body> = {
  status: number;
  body: Body;
  headers: Record<string, string | string[] | number | undefined>;
};

/** A browser or a program that calls the API: keeps its cookie and CSRF token, or sends its key. */
export type Caller = { cookie?: string; csrfToken?: string; key?: string };

export type TestApp = {
  readonly app: FastifyInstance;
  readonly databases: Databases;
  readonly database: TestDatabase;
  readonly clock: ReturnType<typeof createTestClock>;
  readonly routes: readonly Route[];
  readonly enqueue: Enqueue;
  /** Runs every job that was enqueued, and those that they enqueue, and says how many. Named ones are enqueued first. */
  runJobs(...names: string[]): Promise<number>;
  /** Runs every loop, again and again until none has anything to do at this instant. */
  runLoops(): Promise<void>;
  /** Calls a route and fails the test unless it answers with the status of its contract. */
  call<C extends Contract>(caller: Caller, contract: C, ...input: InputOf<C>): Promise<CallOutput<C>>;
  /** Calls a route and gives whatever comes back. */
  send<C extends Contract>(caller: Caller, contract: C, ...input: InputOf<C>): Promise<Answer<Problem & CallOutput<C>>>;
};

type Extra = { version?: number; headers?: Record<string, string> };
type InputOf<C> = [input?: CallInput<C> & Extra];
export type Problem = { code: string; detail: string; errors?: { pointer: string; detail: string }[] };

type Options = {
  onStatement?: StatementListener;
  sizes?: PoolSizes;
  /** Opens what the app works with, where its pools are not to be pools. */
  open?: typeof openDatabases;
  setupToken?: string | null;
  /** Stands for SMTP settings; without it mails wait. */
  sendMail?: SendMail;
  routes?: (routes: Route[]) => Route[];
  /** Where browsers reach it, for tests that listen; read at each request. */
  publicUrl?: () => string;
  snippetFile?: string;
  /** The built web app, for journeys that move the clock. */
  webFolder?: string;
};

/** An app on a database of its own for the file that calls this; both end with the file. After each test the rules of the house must hold. */
export function useTestApp(options: Options = {}): TestApp {
  const test = {} as { -readonly [K in keyof TestApp]: TestApp[K] };
  let invariants: Invariants | null = null;
  beforeAll(async () => {
    Object.assign(test, await createTestApp(options));
    const { connection, databases } = test.database;
    invariants = watchInvariants({ connection, db: databases.reports, clock: test.clock });
  });
  afterEach(({ task }) => invariants?.check(task));
  afterAll(async () => {
    await invariants?.end();
    await test.app?.close();
    await test.database?.drop();
  });
  return test;
}

export async function createTestApp(options: Options = {}): Promise<TestApp> {
  const database = await createTestDatabase(options);
  const clock = createTestClock();
  const setupToken = options.setupToken ?? null;
  const mailDomain = 'log.baton.test';
  const hasSmtp = options.sendMail !== undefined;
  const collected = collectRoutes({ setupToken, hasSmtp, mailDomain, wake: () => {} });
  const routes = options.routes ? options.routes(collected) : collected;
  const log = pino({ level: 'silent' });
  const queue = await openQueue(database.connection, collectJobs(options.sendMail ?? null), log, { isReady: true });
  const parts = {
    databases: database.observed,
    clock,
    enqueue: queue.enqueue,
    // Loops run when a test says so.
    wake: () => {},
    sealer: createSealer('a secret that is long enough for tests'),
    log,
    publicUrl: options.publicUrl ?? (() => 'http://baton.test'),
    trustProxy: false,
    version: '0.0.0-test',
    setupToken,
    hasSmtp,
    mailDomain,
    metricsToken: undefined,
    // Tests of the API do not depend on a build of the web app; the journeys run against the real one.
    webFolder: options.webFolder ?? '/no-web-app',
    snippetFile: options.snippetFile ?? '/no-snippet',
    docsNonce: 'test',
    isDraining: () => false,
  };
  const app = await createApp(parts, routes);
  app.addHook('onClose', () => queue.stop());
  const send = async <C extends Contract>(caller: Caller, contract: C, ...[input]: InputOf<C>) => {
    const response = await app.inject(toRequest(caller, contract, (input ?? {}) as AnyInput));
    const cookie = response.cookies.find(({ name }) => name.endsWith('baton_session'));
    if (cookie) caller.cookie = `${cookie.name}=${cookie.value}`;
    const isJson = String(response.headers['content-type']).includes('json');
    const body = isJson ? response.json() : response.payload;
    if (isJson && body?.csrfToken) caller.csrfToken = (body as SessionState).csrfToken;
    return { status: response.statusCode, body, headers: response.headers };
  };
  return {
    app,
    databases: database.databases,
    database,
    clock,
    routes,
    enqueue: queue.enqueue,
    async runJobs(...names) {
      for (const name of names) await queue.enqueue(database.databases.workers, name, {});
      return queue.drain(parts);
    },
    async runLoops() {
      for (let more = true; more; ) {
        more = false;
        for (const loop of collectLoops()) if (await runLoop(loop, parts)) more = true;
      }
    },
    send,
    async call(caller, contract, ...input) {
      const answer = await send(caller, contract, ...input);
      if (answer.status !== (contract.status ?? 200)) {
        throw new Error(`${contract.id} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
      }
      return answer.body as CallOutput<typeof contract>;
    },
  };
}

type AnyInput = Extra & { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };

/** The HTTP request that a well-behaved client sends. */
export function toRequest(
  caller: Caller,
  contract: Contract<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
  input: AnyInput,
): InjectOptions {
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(input.params?.[name] ?? ''));
  const query = new URLSearchParams(
    Object.entries(input.query ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): [string, string] => [name, String(value)]),
  );
  return {
    method: contract.method,
    url: query.size > 0 ? `${path}?${query}` : path,
    headers: {
      host: 'baton.test',
      'user-agent': 'Baton test',
      ...(caller.cookie ? { cookie: caller.cookie, origin: 'http://baton.test' } : {}),
      ...(caller.csrfToken ? { 'x-csrf-token': caller.csrfToken } : {}),
      ...(caller.key ? { authorization: `Bearer ${caller.key}` } : {}),
      ...(input.version === undefined ? {} : { 'if-match': `"${input.version}"` }),
      ...input.headers,
    },
    ...(input.body === undefined ? {} : { payload: input.body as object }),
  };
}
