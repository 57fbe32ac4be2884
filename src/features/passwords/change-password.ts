import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import type { Exchange } from '../../http/route.ts';
import { recordChange } from '../audit/record-change.ts';
import { guessesHere, returnAttempt, takeAttempt } from '../limits/take-attempt.ts';
import { writeMail } from '../outbox/write-mail.ts';
import { endSessions } from '../sessions/end-sessions.ts';
import { hashPassword, verifyPassword } from '../sessions/hash-password.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { rotateThisSession } from '../sessions/rotate-sessions.ts';
import type { changePassword as contract, SessionState } from '../sessions/schema.ts';
import { describeSession } from '../sessions/start-session.ts';
import { findPassword, updatePassword, voidResets } from './store.ts';

const wrong = () => {
  const detail = 'This is not your current password.';
  return new BatonError('invalid', 'profile.wrong-password', detail, { errors: [{ pointer: '#/current', detail }] });
};

/**
 * Changes the password of whoever knows the present one: a browser left open is not enough. Every other browser is signed
 * out, open reset links end, and this browser gets a new token.
 */
export async function changePassword(
  ctx: Ctx,
  { current, next }: z.output<NonNullable<(typeof contract)['body']>>,
  exchange: Exchange,
): Promise<SessionState> {
  const { id, sessionId, actsFor } = signedIn(ctx);
  const row = await findPassword(ctx, id, sessionId);
  if (!row?.passwordHash) throw wrong();
  const { email, name, passwordHash, sessionExpiresAt } = row;
  const guesses = [guessesHere(email, exchange.address)];
  await takeAttempt(ctx, guesses);
  if (!(await verifyPassword(passwordHash, current))) throw wrong();
  await returnAttempt(ctx, guesses);

  const nextHash = await hashPassword(next);
  return tx(ctx, async (ctx) => {
    if (!(await updatePassword(ctx, id, nextHash, passwordHash))) throw wrong();
    await voidResets(ctx, id);
    await endSessions(ctx, id, { except: sessionId });
    await recordChange(ctx, { verb: 'profile.password-changed', object: 'member', objectId: id });
    await writeMail(ctx, passwordNotice(ctx, { email, name }));
    const session = { id: sessionId, token: exchange.sessionToken ?? '', expiresAt: sessionExpiresAt };
    const token = await rotateThisSession(ctx, exchange, session);
    return describeSession(ctx, id, actsFor, token);
  });
}

/** Tells the owner of the account, who may not be the one who changed it. */
export const passwordNotice = (ctx: Ctx, member: { email: string; name: string }) => ({
  key: `password-changed:${newId(ctx.now)}`,
  to: member.email,
  subject: 'Your password for Baton was changed',
  text: [
    `Hello ${member.name},`,
    '',
    `your password for ${ctx.publicUrl} was changed just now.`,
    'If that was not you, ask for a new one on the sign-in page at once and tell an admin of your workspace.',
    '',
  ].join('\n'),
});
