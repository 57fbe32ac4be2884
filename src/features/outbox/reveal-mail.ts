import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { findSealedText } from './store.ts';

/** Opens the text of a mail with its link. Whoever reads it could use the link, so that it was read is recorded. */
export async function revealMail(ctx: Ctx, mailId: string): Promise<{ to: string; subject: string; text: string }> {
  return tx(ctx, async (ctx) => {
    const { to, subject, sealed } = requireFound('mail', await findSealedText(ctx, mailId));
    const text = open(ctx, sealed);
    await recordChange(ctx, { verb: 'outbox.revealed', object: 'mail', objectId: mailId, after: { to, subject } });
    return { to, subject, text };
  });
}

function open(ctx: Ctx, sealed: Buffer): string {
  try {
    return ctx.sealer.open(sealed);
  } catch (cause) {
    throw new BatonError(
      'conflict',
      'mail.sealed',
      'This text was sealed with another secret. Start Baton with the BATON_SECRET it had then, or write the mail anew.',
      { cause },
    );
  }
}
