import { type DatabaseOptions, PgBoss, type Queue as QueueSettings } from 'pg-boss';
import type { Enqueue, Log } from '../context.ts';
import type { WaitingJob } from '../db/backup.ts';
import { type Database, type openDatabases, runRaw } from '../db/database.ts';
import { type Job, type JobParts, runJob } from './job.ts';

/** pg-boss keeps to a schema of its own, beside the tables of Baton. */
const schema = 'pgboss';

/** Work whose transaction committed is seen within this many seconds, unless a job says otherwise. */
const pollEvery = 1;

/** How long a stop waits for jobs that run; what is cut off is run again after the next start. */
const stopLimit = 8_000;

type Connection = Parameters<typeof openDatabases>[0];

export type Queue = {
  readonly enqueue: Enqueue;
  /** Starts workers for every job in this process, and the clock of those that run by themselves. */
  work(parts: Omit<JobParts, 'enqueue'>): Promise<void>;
  /** Runs what is waiting now, until nothing is, without workers: for tests and commands. Throws what a job throws. */
  drain(parts: Omit<JobParts, 'enqueue'>): Promise<number>;
  /** Puts back work that waited when a backup was made, and gives how much of it: what no job is for any more is left out. */
  restore(waiting: readonly WaitingJob[]): Promise<number>;
  /** Takes no more work, waits for what runs, closes its connections. */
  stop(): Promise<void>;
};

/**
 * Opens the queue, makes or updates its tables and one queue for each job. Every process does: the web ones only send.
 *
 * @param connection the direct one: pg-boss makes its tables in transactions of its own
 * @param options.isReady its tables are known to be there and current, as in a test's clone of the template
 */
export async function openQueue(
  connection: Connection,
  jobs: readonly Job[],
  log: Log,
  options: { isReady?: boolean; works?: boolean } = {},
): Promise<Queue> {
  const { isReady = false, works = false } = options;
  const boss = new PgBoss({
    ...toDatabaseOptions(connection),
    schema,
    max: 2,
    application_name: 'baton queue',
    connectionTimeoutMillis: 5_000,
    options: '-c statement_timeout=120000 -c timezone=UTC',
    migrate: !isReady,
    supervise: works,
    schedule: works,
    // Slower than the defaults: a small machine has few jobs, and each pass is a handful of statements.
    superviseIntervalSeconds: 120,
    monitorIntervalSeconds: 300,
    queueCacheIntervalSeconds: 300,
    bamIntervalSeconds: 600,
    // Dependencies between jobs are not used.
    flowIntervalSeconds: 3600,
  });
  // Without a listener, a lost connection would end the process.
  boss.on('error', (error) => log.error({ err: error }, 'the job queue has a problem; it goes on by itself'));
  boss.on('warning', ({ message, data }) => log.warn({ data }, message));
  await boss.start();
  if (!isReady) await makeQueues(boss, jobs);

  const enqueue: Enqueue = async (db, name, data) => {
    if (!jobs.some((job) => job.name === name)) throw new Error(`There is no job named "${name}"`);
    await boss.send(name, data, { db: sendThrough(db) });
  };
  return {
    enqueue,
    async work(parts) {
      // Before the workers: their first look finds it.
      for (const { name, options } of jobs) if (options.cron && options.atStart) await boss.send(name);
      for (const job of jobs) await startWorkers(boss, job, { ...parts, enqueue });
    },
    async drain(parts) {
      let ran = 0;
      for (let more = true; more; ) {
        more = false;
        for (const job of jobs) {
          for (const { id, data } of await boss.fetch<object>(job.name, { batchSize: 100, ignoreStartAfter: true })) {
            await runJob(job, data, { ...parts, enqueue }, id);
            await boss.complete(job.name, id);
            ran += 1;
            more = true;
          }
        }
      }
      return ran;
    },
    async restore(waiting) {
      const kept = waiting.filter(({ name }) => jobs.some((job) => job.name === name));
      for (const { name } of jobs) {
        const own = kept.filter((one) => one.name === name);
        if (own.length === 0) continue;
        await boss.insert(
          name,
          own.map(({ id, data, priority, startAfter }) => ({ id, priority, startAfter, ...(data ? { data } : {}) })),
        );
      }
      return kept.length;
    },
    stop: () => boss.stop({ graceful: works, timeout: stopLimit }),
  };
}

/** A job must be there exactly when its cause is: it is sent through the transaction that is open. */
function sendThrough(db: Database) {
  return { executeSql: (text: string, values: unknown[] = []) => runRaw(db, text, values) };
}

async function makeQueues(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name));
  for (const job of jobs) {
    const settings = settingsOf(job);
    // Two processes may start at once: making a queue that is there already does nothing.
    if (known.has(job.name)) await boss.updateQueue(job.name, settings);
    else await boss.createQueue(job.name, { ...settings, policy: job.options.cron ? 'exclusive' : 'standard' });
    if (job.options.cron) await boss.schedule(job.name, job.options.cron, null, { tz: 'UTC' });
  }
  // What an older version scheduled and this one does not know would wait in the queue for ever.
  for (const { name } of await boss.getSchedules()) {
    if (!jobs.some((job) => job.name === name && job.options.cron)) await boss.unschedule(name);
  }
}

function settingsOf({ options }: Job): Omit<QueueSettings, 'name'> {
  return {
    retryLimit: options.retryLimit ?? 5,
    retryDelay: options.retryDelay ?? 10,
    retryBackoff: true,
    expireInSeconds: options.expireInSeconds ?? 300,
    deleteAfterSeconds: 24 * 3600,
    retentionSeconds: 14 * 24 * 3600,
  };
}

async function startWorkers(boss: PgBoss, job: Job, parts: JobParts): Promise<void> {
  const { concurrency = 1 } = job.options;
  const settings = { pollingIntervalSeconds: job.options.pollEvery ?? pollEvery, localConcurrency: concurrency };
  await boss.work<object>(job.name, settings, async ([given]) => {
    if (!given) return;
    try {
      await runJob(job, given.data, parts, given.id);
    } catch (error) {
      parts.log.error({ err: error, job: job.name, jobId: given.id }, 'a job failed; it is tried again later');
      throw error;
    }
  });
}

/** Both libraries hand these to `pg`; pg-boss declares fewer of the forms that `pg` takes, and not that a field may be undefined. */
const toDatabaseOptions = (connection: Connection): DatabaseOptions =>
  Object.fromEntries(Object.entries(connection).filter(([, value]) => value !== undefined)) as DatabaseOptions;
