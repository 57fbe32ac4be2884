import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import { createApp } from './app.ts';
import { systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { startMailListener } from './connectors/mail-listener.ts';
import type { Ctx } from './context.ts';
import type { DemoOptions } from './core/demo/person.ts';
import { BatonError } from './core/errors.ts';
import { migrateWithCopy } from './db/backup-upgrade.ts';
import { openDatabases } from './db/database.ts';
import { startEngine } from './db/engine.ts';
import { readSecret } from './db/secret.ts';
import { listWorkspaceIds } from './db/workspaces.ts';
import { ensureAuditMonths } from './features/audit/ensure-audit-months.ts';
import { ensureInboundDays } from './features/capture/ensure-inbound-days.ts';
import { type FactCount, rebuildFacts } from './features/facts/rebuild-facts.ts';
import { createMailReceiver } from './features/inbound-mail/receive-mail.ts';
import { generateSample, type SampleCount } from './features/samples/generate-sample.ts';
import { readSetup } from './features/workspaces/read-setup.ts';
import { createLog } from './http/log.ts';
import { createSealer } from './http/sealer.ts';
import { inWorkspace } from './jobs/job.ts';
import { startWorker } from './worker.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Of Baton. */
export const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };

/** How long requests that are being answered may take to end when Baton stops. */
const drainTime = 10_000;

export type Running = {
  /** Where browsers reach it. */
  url: string;
  /** Given once, when Baton listens beyond this machine and has no owner yet. */
  setupToken: string | null;
  /** Stops accepting, lets requests and jobs end, then closes the database. Calling it again waits for the same end. */
  stop(): Promise<void>;
};

/** Starts what `config` asks for, in the order in which one part needs the other, and ends what it started if a step fails. */
export async function serve(
  config: Config,
  options: { logFile?: string; withoutCopy?: boolean } = {},
): Promise<Running> {
  const log = createLog(config.logLevel, options.logFile);
  const ends: (() => Promise<unknown>)[] = [];
  let draining = false;
  const end = async () => {
    draining = true;
    for (const close of ends.reverse())
      await close().catch((error) => log.error({ err: error }, 'a part did not stop cleanly'));
  };
  try {
    const engine = await startEngine({ home: config.home, databaseUrl: config.databaseUrl, log });
    ends.push(() => engine.stop());
    const direct = config.databaseUrlDirect ? { connectionString: config.databaseUrlDirect } : engine.connection;
    const { withoutCopy } = options;
    const applied = await migrateWithCopy(direct, { home: config.home, now: systemClock(), version, log, withoutCopy });
    if (applied.length > 0) log.info({ applied }, 'the database is up to date');

    const databases = openDatabases(engine.connection, { screens: 8, ingest: 2, workers: 4, reports: 2 }, log, {
      ...(config.databaseUrlRead ? { read: { connectionString: config.databaseUrlRead } } : {}),
    });
    ends.push(() => databases.end());
    // Without this month's partition nothing can be written; the job keeps it three months ahead from then on.
    await ensureAuditMonths(databases.workers, systemClock());
    await ensureInboundDays({ db: databases.workers, now: systemClock() });
    const sealer = createSealer(await readSecret(config.secret, config.home));
    const isLocal = ['127.0.0.1', '::1', 'localhost'].includes(config.host);
    const setupToken =
      isLocal || !(await readSetup(databases.screens)).needed ? null : randomBytes(12).toString('base64url');

    let url = config.publicUrl ?? '';
    const publicUrl = () => url;
    const worker = await startWorker({ databases, direct, config, clock: systemClock, log, sealer, publicUrl });
    ends.push(() => worker.stop());
    if (config.role === 'worker') return { url: '', setupToken: null, stop: once(end) };

    const app = await createApp({
      databases,
      clock: systemClock,
      enqueue: worker.enqueue,
      wake: worker.wake,
      onWork: worker.onWork,
      tellNews: worker.tellNews,
      sealer,
      log,
      publicUrl,
      trustProxy: config.trustProxy,
      version,
      setupToken,
      hasSmtp: config.smtpUrl !== undefined,
      mailDomain: config.mailDomain,
      metricsToken: config.metricsToken,
      webFolder: path.join(root, 'dist/web'),
      snippetFile: path.join(root, 'dist/snippet/baton.js'),
      docsNonce: randomBytes(16).toString('base64'),
      isDraining: () => draining,
    });
    const port = await listen(app, config);
    ends.push(() => Promise.race([app.close(), after(drainTime)]));
    url ||= `http://${isLocal ? 'localhost' : config.host}:${port}`;
    const { mailDomain, mailPort } = config;
    if (mailDomain !== undefined && mailPort !== undefined) {
      const parts = { databases, clock: systemClock, log, enqueue: worker.enqueue, sealer, publicUrl };
      const receiver = createMailReceiver(parts, mailDomain);
      const listener = await startMailListener({ host: config.host, port: mailPort, name: mailDomain, log }, receiver);
      ends.push(() => listener.stop());
      log.info({ port: listener.port, domain: mailDomain }, 'listening for mail');
    }
    return { url, setupToken, stop: once(end) };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Works on each workspace of a Baton that does not run. */
async function workOffline<T>(config: Config, work: (ctx: Ctx) => Promise<T>): Promise<T[]> {
  const log = createLog('error', undefined);
  const engine = await startEngine({ home: config.home, databaseUrl: config.databaseUrl, log });
  try {
    const direct = config.databaseUrlDirect ? { connectionString: config.databaseUrlDirect } : engine.connection;
    const now = systemClock();
    await migrateWithCopy(direct, { home: config.home, now, version, log });
    const databases = openDatabases(engine.connection, { screens: 1, ingest: 1, workers: 2, reports: 1 }, log);
    try {
      await ensureAuditMonths(databases.workers, now);
      const sealer = createSealer(await readSecret(config.secret, config.home));
      const ctx = { db: databases.workers, now, requestId: null, log, enqueue: async () => {}, sealer, publicUrl: '' };
      const done: T[] = [];
      for (const workspace of await listWorkspaceIds(databases.workers))
        done.push(await work(inWorkspace(ctx, workspace)));
      return done;
    } finally {
      await databases.end();
    }
  } finally {
    await engine.stop();
  }
}

/**
 * Fills the workspace with a sample of people and journeys, while Baton does not serve from this folder.
 *
 * Throws `sample.no-workspace` before the first run.
 */
export async function fillSample(
  config: Config,
  options: DemoOptions,
  onProgress: (count: SampleCount) => void,
): Promise<SampleCount> {
  let isFilled = false;
  const counts = await workOffline(config, async (ctx) => {
    if (isFilled) return null;
    isFilled = true;
    return generateSample(ctx, options, onProgress);
  });
  const count = counts.find((one) => one !== null);
  if (count === null || count === undefined) {
    throw new BatonError('conflict', 'sample.no-workspace', 'Start Baton and finish the first run, then come again.');
  }
  return count;
}

/**
 * Works out anew what follows from the messages that came, in all workspaces, and puts right what differs unless it is only to be
 * checked: see `rebuildFacts`.
 */
export async function rebuild(config: Config, options: { check: boolean }): Promise<FactCount[]> {
  return (await workOffline(config, (ctx) => rebuildFacts(ctx, options))).flat();
}

/** Brings the database to this version without serving, for updates that are done in steps. */
export async function upgrade(config: Config, options: { withoutCopy?: boolean } = {}): Promise<string[]> {
  const log = createLog('warn', undefined);
  const engine = await startEngine({ home: config.home, databaseUrl: config.databaseUrl, log });
  try {
    const direct = config.databaseUrlDirect ? { connectionString: config.databaseUrlDirect } : engine.connection;
    return await migrateWithCopy(direct, { home: config.home, now: systemClock(), version, log, ...options });
  } finally {
    await engine.stop();
  }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new BatonError(
      'conflict',
      'server.port-in-use',
      `Port ${port} is in use. Stop what uses it, or choose another with PORT=${port + 1}.`,
    );
  }
  const address = app.server.address();
  return typeof address === 'object' && address ? address.port : port;
}

const after = (milliseconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, milliseconds).unref());

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= run();
    return running;
  };
}
