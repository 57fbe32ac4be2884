import type { Ctx } from '../../context.ts';
import type { Database } from '../../db/database.ts';

export async function findPassword(ctx: Ctx, memberId: string, sessionId: string) {
  return ctx.db
    .selectFrom('members as m')
    .innerJoin('sessions as s', (join) =>
      join.onRef('s.workspaceId', '=', 'm.workspaceId').onRef('s.memberId', '=', 'm.id'),
    )
    .select(['m.email', 'm.name', 'm.passwordHash', 's.expiresAt as sessionExpiresAt'])
    .where('m.workspaceId', '=', ctx.workspace)
    .where('m.id', '=', memberId)
    .where('s.id', '=', sessionId)
    .executeTakeFirst();
}

/** @param was only if the password is still this one; another change at the same instant wins else */
export async function updatePassword(ctx: Ctx, memberId: string, passwordHash: string, was?: string): Promise<boolean> {
  let query = ctx.db
    .updateTable('members')
    .set({ passwordHash })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', memberId)
    .where('active', '=', true);
  if (was !== undefined) query = query.where('passwordHash', '=', was);
  return (await query.executeTakeFirst()).numUpdatedRows === 1n;
}

/** The active member with this address, which is unique in the installation and names the workspace. */
export async function findByEmail(db: Database, emailKey: string) {
  return (
    db
      .selectFrom('members as m')
      .innerJoin('workspaces as w', 'w.id', 'm.workspaceId')
      .select(['m.workspaceId', 'm.id', 'm.email', 'm.name'])
      .where('emailKey', '=', emailKey)
      .where('m.active', '=', true)
      // Nobody signs in to a sample.
      .where('w.sampleOf', 'is', null)
      .executeTakeFirst()
  );
}

/** Locks the member, so that two requests at one instant are counted one after the other. */
export async function countResetsSince(ctx: Ctx, memberId: string, since: Date): Promise<number> {
  await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', memberId)
    .forUpdate()
    .execute();
  const row = await ctx.db
    .selectFrom('passwordResets')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .where('createdAt', '>', since)
    .executeTakeFirstOrThrow();
  return row.count;
}

export async function insertReset(
  ctx: Ctx,
  row: { tokenHash: Buffer; memberId: string; expiresAt: Date },
): Promise<void> {
  await ctx.db
    .insertInto('passwordResets')
    .values({ workspaceId: ctx.workspace, ...row, createdAt: ctx.now })
    .execute();
}

/** Ends every link of the member that still works. */
export async function voidResets(ctx: Ctx, memberId: string): Promise<void> {
  await ctx.db
    .updateTable('passwordResets')
    .set({ expiresAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .execute();
}

/** Whose link it is, while it works. The token is the secret that names the workspace. */
export async function findReset(db: Database, tokenHash: Buffer, now: Date) {
  return db
    .selectFrom('passwordResets as r')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'r.workspaceId').onRef('m.id', '=', 'r.memberId'),
    )
    .select(['r.workspaceId', 'r.memberId', 'm.email', 'm.name'])
    .where('r.tokenHash', '=', tokenHash)
    .where('r.usedAt', 'is', null)
    .where('r.expiresAt', '>', now)
    .where('m.active', '=', true)
    .executeTakeFirst();
}

/** Uses a link up. False when it was used, voided or too late: of two uses at one instant, one is true. */
export async function takeReset(ctx: Ctx, tokenHash: Buffer): Promise<boolean> {
  const result = await ctx.db
    .updateTable('passwordResets')
    .set({ usedAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('tokenHash', '=', tokenHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Upkeep for all workspaces at once. */
export async function deleteResetsBefore(db: Database, before: Date): Promise<number> {
  const result = await db.deleteFrom('passwordResets').where('expiresAt', '<=', before).executeTakeFirst();
  return Number(result.numDeletedRows);
}
