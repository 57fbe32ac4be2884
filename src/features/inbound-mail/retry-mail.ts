import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { recordMail } from './record-mail.ts';
import { deleteUnmatched, lockUnmatched } from './store.ts';

/** Takes a mail that found nobody once more, as if it came now: the person may be there meanwhile. */
export async function retryMail(ctx: Ctx, mailId: string): Promise<{ found: boolean }> {
  const { id: memberId } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const { sealed } = requireFound('mail', await lockUnmatched(ctx, memberId, mailId));
    const raw = Buffer.from(ctx.sealer.open(sealed), 'latin1');
    const system: Ctx = { ...ctx, actor: { kind: 'system', id: null }, reach: 'all' };
    const { found } = await recordMail(system, memberId, raw, { keep: false });
    if (found) {
      await deleteUnmatched(ctx, mailId);
      await recordChange(ctx, { verb: 'unmatched-mail.retried', object: 'unmatched-mail', objectId: mailId });
    }
    return { found };
  });
}
