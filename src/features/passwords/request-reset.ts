import { setTimeout as pause } from 'node:timers/promises';
import { type Ctx, tx, type WorkspaceId } from '../../context.ts';
import { foldText } from '../../core/text.ts';
import type { Exchange } from '../../http/route.ts';
import { recordChange } from '../audit/record-change.ts';
import { resetRequestsFrom, takeAttempt } from '../limits/take-attempt.ts';
import { writeMail } from '../outbox/write-mail.ts';
import { hashToken, newToken } from '../sessions/mint-token.ts';
import { countResetsSince, findByEmail, insertReset, voidResets } from './store.ts';

const minute = 60 * 1000;
const linkLife = 30 * minute;

/**
 * Links per member in the life of one: enough for impatience, too few to fill a mailbox. More requests do nothing, in
 * silence; the newest link still works then, so that nobody can keep the member from a link by asking all the time.
 */
const linksPerLife = 3;

/** No answer comes sooner, so that its time does not tell whether a mail was written: that takes a tenth of this. */
const answerAfter = 250;

/** Writes a mail with a link to set a new password, if the address is a member's. Nobody learns whether it is. */
export async function requestPasswordReset(
  ctx: Ctx,
  { email }: { email: string },
  exchange: Exchange,
): Promise<Record<never, never>> {
  await takeAttempt(ctx, [resetRequestsFrom(exchange.address)]);
  await Promise.all([writeResetMail(ctx, email), pause(answerAfter)]);
  return {};
}

async function writeResetMail(ctx: Ctx, given: string): Promise<void> {
  const member = await findByEmail(ctx.db, foldText(given));
  if (!member) return;
  await tx({ ...ctx, workspace: member.workspaceId as WorkspaceId }, async (ctx) => {
    const { id, email, name } = member;
    if ((await countResetsSince(ctx, id, new Date(ctx.now.getTime() - linkLife))) >= linksPerLife) return;
    await voidResets(ctx, id);
    const token = newToken();
    const tokenHash = hashToken(token);
    await insertReset(ctx, { tokenHash, memberId: id, expiresAt: new Date(ctx.now.getTime() + linkLife) });
    await recordChange(ctx, { verb: 'member.password-reset-requested', object: 'member', objectId: id });
    await writeMail(ctx, {
      key: `password-reset:${tokenHash.toString('hex', 0, 16)}`,
      to: email,
      subject: 'Set a new password for Baton',
      text: [
        `Hello ${name},`,
        '',
        'somebody, hopefully you, asked for a new password. This link sets one; it works once, within 30 minutes:',
        '',
        // After the "#": browsers send that part to nobody, so the token is in no server log and no referrer.
        `${ctx.publicUrl}/reset#token=${token}`,
        '',
        'If that was not you, do nothing: your password stays as it is.',
        '',
      ].join('\n'),
    });
  });
}
