import type { z } from 'zod';
import type { Clock, Ctx, Enqueue, Log, Sealer, WorkspaceId } from '../context.ts';
import type { Databases } from '../db/database.ts';

/** What every job is given. Time is read once, when the job starts. */
export type JobCtx = Omit<Ctx, 'workspace' | 'actor' | 'reach'>;

/** What runs jobs needs to know; the parts of a `JobCtx` that outlive one job. */
export type JobParts = {
  databases: Databases;
  clock: Clock;
  log: Log;
  enqueue: Enqueue;
  sealer: Sealer;
  publicUrl: () => string;
};

export type JobOptions = {
  /** How often a run that threw is tried again, at most, and after how many seconds first; the pause doubles. */
  retryLimit?: number;
  retryDelay?: number;
  /** A run that takes longer is given up: its process may have died. */
  expireInSeconds?: number;
  /** How often idle workers look for work, in seconds. */
  pollEvery?: number;
  /** How many run at once in one process. */
  concurrency?: number;
  /** When to run by itself, as a cron expression in UTC. Such a job takes no data and is queued once, not twice. */
  cron?: string;
  /** Also when a worker starts: what is overdue after a stop is done at once. */
  atStart?: boolean;
};

/**
 * Background work: mail, exports, upkeep. It runs at least once, so it must do no harm when it runs twice; what is owed
 * lives in its own table and a job only points at it.
 */
export type Job = {
  readonly name: string;
  readonly options: JobOptions;
  readonly run: (ctx: JobCtx, data: unknown) => Promise<void>;
};

/** Declares a job whose data has a shape. */
export function job<Data extends z.ZodType>(
  name: string,
  data: Data,
  options: JobOptions,
  run: (ctx: JobCtx, data: z.output<Data>) => Promise<void>,
): Job {
  return { name, options, run: (ctx, given) => run(ctx, data.parse(given)) };
}

/** Declares a job that runs by the clock and takes no data. */
export function upkeep(name: string, cron: string, options: JobOptions, run: (ctx: JobCtx) => Promise<void>): Job {
  return { name, options: { pollEvery: 10, ...options, cron }, run: (ctx) => run(ctx) };
}

/** The ctx of a verb that a job calls for one workspace: the system acts, and reaches everything in it. */
export function inWorkspace(ctx: JobCtx, workspace: string): Ctx {
  return { ...ctx, workspace: workspace as WorkspaceId, actor: { kind: 'system', id: null }, reach: 'all' };
}

/** Runs one job as a worker would. */
export async function runJob(job: Job, data: unknown, parts: JobParts, id: string): Promise<void> {
  const { databases, clock, log, enqueue, sealer, publicUrl } = parts;
  await job.run(
    { db: databases.workers, now: clock(), requestId: `job:${id}`, log, enqueue, sealer, publicUrl: publicUrl() },
    data,
  );
}
