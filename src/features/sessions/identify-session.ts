import type { Actor, WorkspaceId } from '../../context.ts';
import type { Database } from '../../db/database.ts';
import type { Identity } from '../../http/identity.ts';
import { csrfTokenOf, hashToken } from './mint-token.ts';
import { findSessionOwner } from './store.ts';

/** Finds out who sends a session token. This is one of the two gates that mint a workspace id; the other reads API keys. */
export async function identifySession(db: Database, token: string, now: Date): Promise<Identity | null> {
  const owner = await findSessionOwner(db, hashToken(token), now);
  if (!owner) return null;
  const actor: Actor = {
    kind: 'member',
    id: owner.memberId,
    name: owner.name,
    sessionId: owner.sessionId,
    role: owner.role,
    department: owner.department,
    actsFor: owner.actsFor,
    visibility: owner.visibility,
  };
  return { workspace: owner.workspaceId as WorkspaceId, actor, csrfToken: csrfTokenOf(token) };
}
