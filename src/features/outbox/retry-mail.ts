import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { toOutboxMail } from './list-outbox.ts';
import type { OutboxMail } from './schema.ts';
import { lockMail, makeDue } from './store.ts';

/** Makes a mail that waits or failed due now, with all tries before it again. */
export async function retryMail(ctx: Ctx, mailId: string, hasSmtp: boolean): Promise<OutboxMail> {
  return tx(ctx, async (ctx) => {
    const mail = requireFound('mail', await lockMail(ctx, mailId));
    if (mail.sentAt) throw new BatonError('conflict', 'mail.already-sent', 'This mail was sent already.');
    if (mail.claimedAt) throw new BatonError('conflict', 'mail.sending', 'This mail is being sent right now.');
    if (!hasSmtp) {
      throw new BatonError(
        'conflict',
        'mail.no-smtp',
        'Baton cannot send mail yet: set SMTP_URL and start it again, or show the text and pass it on by hand.',
      );
    }
    await makeDue(ctx, mailId);
    await ctx.enqueue(ctx.db, 'deliver-mail', { workspace: ctx.workspace, mailId });
    const { attempts, problem } = mail;
    await recordChange(ctx, {
      verb: 'outbox.retried',
      object: 'mail',
      objectId: mailId,
      before: { attempts, problem },
    });
    return toOutboxMail({ ...mail, attempts: 0, problem: null, failedAt: null }, hasSmtp);
  });
}
