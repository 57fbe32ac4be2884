import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { Exchange } from '../../http/route.ts';
import { endSessions } from './end-sessions.ts';
import { signedIn } from './identify-session.ts';
import { signOut } from './sign-out.ts';

/** Signs one of the member's own browsers out. Somebody else's is not told apart from none. */
export async function endSession(ctx: Ctx, sessionId: string, exchange: Exchange): Promise<Record<never, never>> {
  const me = signedIn(ctx);
  if (sessionId === me.sessionId) return signOut(ctx, exchange);
  if ((await endSessions(ctx, me.id, { only: sessionId })) === 0) {
    throw new BatonError('not-found', 'session.not-found', 'This browser is signed out already.');
  }
  return {};
}
