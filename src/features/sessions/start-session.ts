import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import type { Exchange } from '../../http/route.ts';
import { hashNetwork } from '../limits/take-attempt.ts';
import { signedIn } from './identify-session.ts';
import { csrfTokenOf, hashToken, newToken } from './mint-token.ts';
import type { SessionState } from './schema.ts';
import { deleteSessionByToken, findSessionState, insertSession, upsertKnownNetwork } from './store.ts';

/** A browser stays signed in for 30 days, then asks again. As long, guesses from elsewhere do not lock its network out. */
const sessionLife = 30 * 24 * 60 * 60 * 1000;

/**
 * Signs a member in: a fresh token each time, so that a planted one is worth nothing, and the session that the browser
 * had before is over. Runs in the caller's transaction.
 */
export async function startSession(
  ctx: Ctx,
  exchange: Exchange,
  memberId: string,
  actsFor: readonly Department[],
  sessionId: string = newId(ctx.now),
): Promise<SessionState> {
  const token = newToken();
  const expiresAt = new Date(ctx.now.getTime() + sessionLife);
  if (exchange.sessionToken) await deleteSessionByToken(ctx, hashToken(exchange.sessionToken));
  await insertSession(ctx, {
    id: sessionId,
    memberId,
    tokenHash: hashToken(token),
    // Long enough for every browser; a list makes words of it.
    device: exchange.userAgent.slice(0, 300),
    address: exchange.address,
    expiresAt,
  });
  await upsertKnownNetwork(ctx, memberId, hashNetwork(exchange.address), expiresAt);
  exchange.setSession(token, expiresAt);
  return describeSession(ctx, memberId, actsFor, token);
}

/** Says who is signed in in this browser. */
export async function getSession(ctx: Ctx, exchange: Exchange): Promise<SessionState> {
  const { id, actsFor } = signedIn(ctx);
  return describeSession(ctx, id, actsFor, exchange.sessionToken ?? '');
}

export async function describeSession(
  ctx: Ctx,
  memberId: string,
  actsFor: readonly Department[],
  token: string,
): Promise<SessionState> {
  const row = await findSessionState(ctx, memberId);
  if (!row) throw new BatonError('unauthenticated', 'session.required', 'Please sign in first.');
  return {
    member: {
      id: row.id,
      name: row.name,
      email: row.email,
      department: row.department,
      role: row.role,
      actsFor: [...actsFor],
      zone: row.zone,
      locale: row.locale,
      version: row.version,
    },
    workspace: {
      id: row.workspaceId,
      name: row.workspaceName,
      currency: row.currency,
      zone: row.workspaceZone,
      locale: row.workspaceLocale,
      sample: row.sampleOf !== null,
    },
    csrfToken: csrfTokenOf(token),
  };
}
