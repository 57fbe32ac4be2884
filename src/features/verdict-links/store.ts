import type { Ctx } from '../../context.ts';

export async function insertLinks(
  ctx: Ctx,
  links: readonly {
    tokenHash: Buffer;
    handoffId: string;
    memberId: string;
    verb: 'accept' | 'reject';
    expiresAt: Date;
  }[],
): Promise<void> {
  if (links.length === 0) return;
  await ctx.db
    .insertInto('verdictLinks')
    .values(links.map((link) => ({ workspaceId: ctx.workspace, ...link, createdAt: ctx.now, usedAt: null })))
    .execute();
}

const found = ['workspaceId', 'handoffId', 'memberId', 'verb'] as const;

/** A link that can still be used. The token names the workspace. */
export async function findLink(ctx: Ctx, tokenHash: Buffer) {
  return ctx.db
    .selectFrom('verdictLinks')
    .select(found)
    .where('tokenHash', '=', tokenHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .executeTakeFirst();
}

/** Uses a link up: of two who press the button one does. */
export async function useLink(ctx: Ctx, tokenHash: Buffer): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('verdictLinks')
    .set({ usedAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('tokenHash', '=', tokenHash)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function deleteExpired(ctx: Ctx): Promise<void> {
  await ctx.db
    .deleteFrom('verdictLinks')
    .where('workspaceId', '=', ctx.workspace)
    .where('expiresAt', '<=', ctx.now)
    .execute();
}
