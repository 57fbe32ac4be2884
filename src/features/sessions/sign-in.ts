import type { z } from 'zod';
import { type Ctx, tx, type WorkspaceId } from '../../context.ts';
import { describeDevice } from '../../core/device.ts';
import { BatonError } from '../../core/errors.ts';
import { foldText } from '../../core/text.ts';
import { newId } from '../../db/ids.ts';
import type { Exchange } from '../../http/route.ts';
import { recordChange } from '../audit/record-change.ts';
import {
  guessesAt,
  guessesFrom,
  guessesHere,
  hashNetwork,
  returnAttempt,
  takeAttempt,
} from '../limits/take-attempt.ts';
import { verifyPassword } from './hash-password.ts';
import { actorOf } from './identify-session.ts';
import type { signIn as contract, SessionState } from './schema.ts';
import { startSession } from './start-session.ts';
import { findSigningIn, stillFits } from './store.ts';

const wrong = () =>
  new BatonError('unauthenticated', 'session.wrong-credentials', 'E-mail address and password do not fit together.');

/**
 * Signs a member in. An unknown address, a wrong password and a deactivated member get the same answer after the same
 * work, and count alike; see docs/decisions/0003-sessions-and-limits.md for the limits.
 */
export async function signIn(
  ctx: Ctx,
  { email, password }: z.output<NonNullable<(typeof contract)['body']>>,
  exchange: Exchange,
): Promise<SessionState> {
  const { address } = exchange;
  const person = await findSigningIn(ctx.db, foldText(email), hashNetwork(address), ctx.now);
  const buckets = [guessesHere(email, address), guessesFrom(address)];
  if (!person?.knowsNetwork) buckets.push(guessesAt(email));
  await takeAttempt(ctx, buckets);
  const fits = await verifyPassword(person?.passwordHash ?? null, password);
  if (!person?.passwordHash || !fits) throw wrong();
  await returnAttempt(ctx, buckets);

  const { workspaceId, memberId, passwordHash, actsFor } = person;
  const actor = actorOf(person, newId(ctx.now));
  return tx({ ...ctx, workspace: workspaceId as WorkspaceId, actor }, async (ctx) => {
    // A reset or a deactivation that committed while the password was being checked comes first.
    if (!(await stillFits(ctx, memberId, passwordHash))) throw wrong();
    const after = { device: describeDevice(exchange.userAgent) };
    await recordChange(ctx, { verb: 'member.signed-in', object: 'member', objectId: memberId, after });
    return startSession(ctx, exchange, memberId, actsFor, actor.sessionId);
  });
}
