import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { deleteUnmatched, lockUnmatched } from './store.ts';

/** Discards one of the caller's own mails that found nobody. */
export async function removeMail(ctx: Ctx, mailId: string): Promise<void> {
  const { id: memberId } = signedIn(ctx);
  await tx(ctx, async (ctx) => {
    const { reason } = requireFound('mail', await lockUnmatched(ctx, memberId, mailId));
    await deleteUnmatched(ctx, mailId);
    const change = { verb: 'unmatched-mail.discarded', object: 'unmatched-mail', objectId: mailId };
    await recordChange(ctx, { ...change, before: { reason } });
  });
}
