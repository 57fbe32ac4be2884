import type { z } from 'zod';
import { type Ctx, tx, type WorkspaceId } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { Exchange } from '../../http/route.ts';
import { recordChange } from '../audit/record-change.ts';
import { guessesFrom, guessesHere, returnAttempt, takeAttempt } from '../limits/take-attempt.ts';
import { writeMail } from '../outbox/write-mail.ts';
import { endSessions } from '../sessions/end-sessions.ts';
import { hashPassword } from '../sessions/hash-password.ts';
import { hashToken } from '../sessions/mint-token.ts';
import type { completePasswordReset as contract } from '../sessions/schema.ts';
import { passwordNotice } from './change-password.ts';
import { findReset, takeReset, updatePassword, voidResets } from './store.ts';

const invalid = () =>
  new BatonError(
    'invalid',
    'password-reset.invalid',
    'This link does not work any more. Ask for a new one on the sign-in page.',
  );

/** Sets a new password by a link, once. Every session of the member ends: also that of whoever knew the old password. */
export async function completePasswordReset(
  ctx: Ctx,
  { token, password }: z.output<NonNullable<(typeof contract)['body']>>,
  exchange: Exchange,
): Promise<Record<never, never>> {
  const attempts = [guessesFrom(exchange.address)];
  await takeAttempt(ctx, attempts);
  const tokenHash = hashToken(token);
  const reset = await findReset(ctx.db, tokenHash, ctx.now);
  if (!reset) throw invalid();
  const { workspaceId, memberId, email, name } = reset;
  const passwordHash = await hashPassword(password);
  await tx({ ...ctx, workspace: workspaceId as WorkspaceId }, async (ctx) => {
    if (!(await takeReset(ctx, tokenHash))) throw invalid();
    if (!(await updatePassword(ctx, memberId, passwordHash))) throw invalid();
    await voidResets(ctx, memberId);
    await recordChange(ctx, { verb: 'member.password-reset', object: 'member', objectId: memberId });
    await endSessions(ctx, memberId);
    await writeMail(ctx, passwordNotice(ctx, { email, name }));
  });
  // Whoever has just set a password need not wait for having mistyped the old one.
  await returnAttempt(ctx, [...attempts, guessesHere(email, exchange.address)]);
  return {};
}
