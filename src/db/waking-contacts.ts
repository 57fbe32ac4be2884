import { sql } from 'kysely';
import type { Acting } from '../core/actor.ts';
import type { Database } from './database.ts';

type Ctx = Acting & { readonly db: Database };

/** Recycled contacts whose day has come, those that slept longest beyond it first; another process takes others. */
export async function lockWaking(ctx: Ctx, most: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('wakeUpAt', '<=', ctx.now)
    .where('deletedAt', 'is', null)
    .where('mergedInto', 'is', null)
    .orderBy('wakeUpAt')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute();
  return rows.map(({ id }) => id).sort();
}

export async function clearWakeUp(ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  await ctx.db
    .updateTable('contacts')
    .set({ wakeUpAt: null })
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${contactIds}::uuid[])`)
    .execute();
}
