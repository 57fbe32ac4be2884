import type { Department, MemberDepartment, Reach, Role, Scope, Visibility } from './core/access.ts';
import { type Database, isTransaction } from './db/database.ts';

/** Minted by sign-in, by an API key, or by a job that names its workspace: by nothing else. */
export type WorkspaceId = string & { readonly brand: 'WorkspaceId' };

export type MemberActor = {
  readonly kind: 'member';
  readonly id: string;
  readonly name: string;
  readonly sessionId: string;
  readonly role: Role;
  readonly department: MemberDepartment;
  /** Departments that this member heads, or stands in for as deputy while the head is absent at `now`. */
  readonly actsFor: readonly Department[];
  /** The member's own setting, else the workspace's. */
  readonly visibility: Visibility;
};
export type KeyActor = { readonly kind: 'key'; readonly id: string; readonly name: string; readonly scopes: readonly Scope[] };
export type SystemActor = { readonly kind: 'system'; readonly id: null };
/** Somebody who is not signed in and holds a token, or is just setting Baton up. */
export type PublicActor = { readonly kind: 'public'; readonly id: null };
export type Actor = MemberActor | KeyActor | SystemActor | PublicActor;

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
export type Ctx = {
  readonly db: Database;
  readonly workspace: WorkspaceId;
  readonly actor: Actor;
  /** How far the actor's right reaches on this route; the scope function turns it into a condition. */
  readonly reach: Reach;
  readonly now: Date;
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
