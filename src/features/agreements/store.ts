import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';

/** A version that is or was in force, without its text. */
export type InForceRow = { id: string; number: number; name: string; hash: string; inForceFrom: Date };

/**
 * The version in force at an instant. One that is signed is in force from its instant on, also in the moment before the
 * loop has written that down.
 */
export async function findInForce(ctx: Ctx, at: Date): Promise<InForceRow | undefined> {
  return inForce(ctx)
    .where(
      sql<boolean>`coalesce(in_force_from, effective_at) <= ${at} and (in_force_to is null or in_force_to > ${at})`,
    )
    .orderBy(sql`coalesce(in_force_from, effective_at)`, 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** A version that is or was in force. */
export async function findOnceInForce(ctx: Ctx, versionId: string): Promise<InForceRow | undefined> {
  return inForce(ctx).where('id', '=', versionId).executeTakeFirst();
}

const inForce = (ctx: Ctx) =>
  ctx.db
    .selectFrom('agreementVersions')
    .select(['id', 'number', 'name'])
    .select([
      // Both stand in every row that was signed.
      sql<string>`hash`.as('hash'),
      sql<Date>`coalesce(in_force_from, effective_at)`.as('inForceFrom'),
    ])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`(status in ('in-force', 'superseded') or status = 'signed' and effective_at <= ${ctx.now})`);

/** The text that was signed. */
export async function findCanonical(ctx: Ctx, versionId: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('agreementVersions')
    .select('canonical')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', versionId)
    .executeTakeFirst();
  return row?.canonical ?? undefined;
}
