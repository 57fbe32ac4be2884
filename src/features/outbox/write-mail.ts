import type { Ctx } from '../../context.ts';
import { isTransaction } from '../../db/database.ts';
import { newId } from '../../db/ids.ts';
import { findSampleOf } from '../../db/workspaces.ts';
import { insertMails } from './store.ts';

/**
 * `key` names the cause, such as `invitation:<id>`: the same key again writes nothing. `text` may hold a link that opens
 * an account, so it is sealed; recipient and subject are shown in lists and must not hold a secret.
 */
export type NewMailText = {
  key: string;
  to: string;
  subject: string;
  text: string;
  /** Where a mail program ends such mails by one click (RFC 8058). */
  unsubscribe?: string;
};

/** Writes a mail in the transaction of its cause: both are there or neither is. A job sends it after the commit. */
export const writeMail = (ctx: Ctx, mail: NewMailText): Promise<void> => writeMails(ctx, [mail]);

/** As `writeMail`, of several. No mail ever leaves a sample. */
export async function writeMails(ctx: Ctx, mails: readonly NewMailText[]): Promise<void> {
  if (!isTransaction(ctx.db)) throw new Error('A mail must be written in the transaction of its cause');
  if (mails.length === 0 || (await findSampleOf(ctx.db, ctx.workspace)) !== null) return;
  const added = await insertMails(
    ctx,
    mails.map(({ text, ...mail }) => ({ ...mail, id: newId(ctx.now), sealed: ctx.sealer.seal(text) })),
  );
  for (const mailId of added) await ctx.enqueue(ctx.db, 'deliver-mail', { workspace: ctx.workspace, mailId });
}
