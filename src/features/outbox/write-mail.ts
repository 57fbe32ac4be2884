import type { Ctx } from '../../context.ts';
import { isTransaction } from '../../db/database.ts';
import { newId } from '../../db/ids.ts';
import { insertMail } from './store.ts';

/**
 * `key` names the cause, such as `invitation:<id>`: the same key again writes nothing. `text` may hold a link that opens
 * an account, so it is sealed; recipient and subject are shown in lists and must not hold a secret.
 */
export type NewMailText = { key: string; to: string; subject: string; text: string };

/** Writes a mail in the transaction of its cause: both are there or neither is. A job sends it after the commit. */
export async function writeMail(ctx: Ctx, mail: NewMailText): Promise<void> {
  if (!isTransaction(ctx.db)) throw new Error('A mail must be written in the transaction of its cause');
  const { key, to, subject, text } = mail;
  const mailId = newId(ctx.now);
  const isNew = await insertMail(ctx, { id: mailId, key, to, subject, sealed: ctx.sealer.seal(text) });
  if (isNew) await ctx.enqueue(ctx.db, 'deliver-mail', { workspace: ctx.workspace, mailId });
}
