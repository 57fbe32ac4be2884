import type { Acting } from './core/actor.ts';
import { type Database, isTransaction } from './db/database.ts';

export type { Actor, MemberActor, WorkspaceId } from './core/actor.ts';

/** Gives the time; read once per request or job. */
export type Clock = () => Date;

export type Log = {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
};

/** A job to run after this transaction has committed, and not at all if it does not. */
export type Enqueue = (db: Database, job: string, data: Record<string, unknown>) => Promise<void>;

/** Seals text so that the database alone cannot read it, and opens it again. */
export type Sealer = { seal(text: string): Buffer; open(sealed: Buffer): string };

/** What a verb knows of the request or job that calls it. Time is read once, into `now`. */
export type Ctx = Acting & {
  readonly db: Database;
  readonly requestId: string | null;
  readonly log: Log;
  readonly enqueue: Enqueue;
  readonly sealer: Sealer;
  /** Where browsers reach this Baton, without a slash at the end: `https://baton.example.com`. */
  readonly publicUrl: string;
};

/**
 * Runs `work` in one transaction; inside, the inner ctx replaces the outer. Called within a transaction it joins that one,
 * so verbs can call verbs and still commit once.
 */
export async function tx<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  if (isTransaction(ctx.db)) return work(ctx);
  return ctx.db.transaction().execute((db) => work({ ...ctx, db }));
}
