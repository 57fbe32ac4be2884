import type { Ctx } from '../../context.ts';
import type { Database } from '../../db/database.ts';
import type { Exchange } from '../../http/route.ts';
import { hashToken, newToken } from './mint-token.ts';
import { flagForRotation, replaceToken } from './store.ts';

/** Requests that were under way when the token changed, such as those of a page that loads, still carry the old one. */
const grace = 30 * 1000;

/** Gives every session of a member a new token at its next request: after a change of role, an older one is worth nothing. */
export async function rotateSessions(ctx: Ctx, memberId: string): Promise<void> {
  await flagForRotation(ctx, memberId);
}

/** Gives this session a new token with this answer. */
export async function rotateThisSession(
  ctx: Ctx,
  exchange: Exchange,
  session: { id: string; token: string; expiresAt: Date },
): Promise<string> {
  const owner = { workspaceId: ctx.workspace, sessionId: session.id };
  const token = await issueToken(ctx.db, owner, hashToken(session.token), ctx.now);
  if (token === null) return session.token;
  exchange.setSession(token, session.expiresAt);
  return token;
}

/** Null when a request at the same instant was given the new token. */
export async function issueToken(
  db: Database,
  owner: { workspaceId: string; sessionId: string },
  presented: Buffer,
  now: Date,
): Promise<string | null> {
  const token = newToken();
  const { workspaceId, sessionId } = owner;
  const previousUntil = new Date(now.getTime() + grace);
  const isOurs = await replaceToken(db, { workspaceId, sessionId, presented, next: hashToken(token), previousUntil });
  return isOurs ? token : null;
}
