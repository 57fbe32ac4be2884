import { type Ctx, tx } from '../../context.ts';
import type { Exchange } from '../../http/route.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from './identify-session.ts';
import { hashToken } from './mint-token.ts';
import { deleteSessionByToken, deleteSessions } from './store.ts';

/** Signs this browser out. */
export async function signOut(ctx: Ctx, exchange: Exchange): Promise<Record<never, never>> {
  const { id, sessionId } = signedIn(ctx);
  await tx(ctx, async (ctx) => {
    // Of whoever looks into the sample it is kept at home.
    if (exchange.sessionToken) await deleteSessionByToken(ctx, hashToken(exchange.sessionToken));
    else await deleteSessions(ctx, id, { only: sessionId });
    await recordChange(ctx, { verb: 'member.signed-out', object: 'member', objectId: id });
  });
  exchange.clearSession();
  return {};
}
