import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import type { Exchange } from '../../http/route.ts';
import type { SessionState } from './schema.ts';
import { csrfTokenOf, hashToken, newToken } from './mint-token.ts';
import { findSessionState, insertSession } from './store.ts';

/** A browser stays signed in for 30 days, then asks again. */
const sessionLife = 30 * 24 * 60 * 60 * 1000;

/** Signs a member in: a fresh token each time, so that a planted one is worth nothing. Runs in the caller's transaction. */
export async function startSession(
  ctx: Ctx,
  exchange: Exchange,
  memberId: string,
  actsFor: Department[],
): Promise<SessionState> {
  const token = newToken();
  const expiresAt = new Date(ctx.now.getTime() + sessionLife);
  await insertSession(ctx, {
    id: newId(ctx.now),
    memberId,
    tokenHash: hashToken(token),
    device: exchange.userAgent.slice(0, 300),
    address: exchange.address,
    expiresAt,
  });
  exchange.setSession(token, expiresAt);
  return describeSession(ctx, memberId, actsFor, token);
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
    },
    csrfToken: csrfTokenOf(token),
  };
}
