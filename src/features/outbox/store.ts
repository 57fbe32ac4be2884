import type { Ctx } from '../../context.ts';

export type NewMail = { id: string; key: string; to: string; subject: string; sealed: Buffer };

/** False when a mail with this key was written before. */
export async function insertMail(ctx: Ctx, mail: NewMail): Promise<boolean> {
  const { id, key, to, subject, sealed } = mail;
  const result = await ctx.db
    .insertInto('outbox')
    .values({
      workspaceId: ctx.workspace,
      id,
      kind: 'mail',
      key,
      envelope: JSON.stringify({ to, subject }),
      sealed,
      problem: null,
      createdAt: ctx.now,
      sentAt: null,
      failedAt: null,
    })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'key']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}
