import { sql } from 'kysely';
import type { WorkspaceId } from '../core/actor.ts';
import type { Database } from './database.ts';

export type StoredAnswer = { status: number; response: Buffer; bodyHash: Buffer };

/**
 * Claims a key for the transaction that is open. False when another transaction holds it: the same request is running.
 * A transaction lock and not a row: it is gone with the transaction, however that ends.
 */
export async function claimIdempotencyKey(
  db: Database,
  workspace: WorkspaceId,
  scope: string,
  key: string,
): Promise<boolean> {
  const { rows } = await sql<{ claimed: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`${workspace} ${scope} ${key}`}, 0)) as claimed`.execute(db);
  return rows[0]?.claimed === true;
}

export async function findAnswer(
  db: Database,
  workspace: WorkspaceId,
  scope: string,
  key: string,
  now: Date,
): Promise<StoredAnswer | undefined> {
  return db
    .selectFrom('idempotencyKeys')
    .select(['status', 'response', 'bodyHash'])
    .where('workspaceId', '=', workspace)
    .where('keyScope', '=', scope)
    .where('key', '=', key)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
}

export async function storeAnswer(
  db: Database,
  workspace: WorkspaceId,
  row: { scope: string; key: string; now: Date; expiresAt: Date } & StoredAnswer,
): Promise<void> {
  const values = {
    bodyHash: row.bodyHash,
    status: row.status,
    response: row.response,
    createdAt: row.now,
    expiresAt: row.expiresAt,
  };
  await db
    .insertInto('idempotencyKeys')
    .values({ workspaceId: workspace, keyScope: row.scope, key: row.key, ...values })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'keyScope', 'key']).doUpdateSet(values))
    .execute();
}

/** Upkeep for all workspaces at once. Returns how many answers were removed. */
export async function removeExpiredAnswers(db: Database, now: Date): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom('idempotencyKeys').where('expiresAt', '<=', now).executeTakeFirst();
  return Number(numDeletedRows);
}
