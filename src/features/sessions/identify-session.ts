import type { Ctx, MemberActor, WorkspaceId } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { Database } from '../../db/database.ts';
import type { Identity } from '../../http/identity.ts';
import { csrfTokenOf, hashToken } from './mint-token.ts';
import { issueToken } from './rotate-sessions.ts';
import { findSessionOwner, type SessionOwner, touchSession } from './store.ts';

/** A browser in which nobody was seen for 14 days is signed out, besides the 30 days after which every one is. */
export const idleLife = 14 * 24 * 60 * 60 * 1000;

/** A session must have been seen since then. */
export const seenSince = (now: Date): Date => new Date(now.getTime() - idleLife);

/** Being seen is written at most this often: a page sends many requests, and a list of sessions needs no seconds. */
const noteEvery = 10 * 60 * 1000;

/**
 * Finds out who sends a session token, in one statement; every ten minutes one more notes that they were there. This is
 * one of the two gates that mint a workspace id; the other reads API keys.
 */
export async function identifySession(db: Database, token: string, now: Date): Promise<Identity | null> {
  const presented = hashToken(token);
  const owner = await findSessionOwner(db, presented, now, seenSince(now));
  if (!owner) return null;
  const rotated = owner.rotate
    ? await keepGoing(issueToken(db, { workspaceId: owner.homeId, sessionId: owner.sessionId }, presented, now))
    : null;
  const unseenSince = new Date(now.getTime() - noteEvery);
  if (owner.lastSeenAt <= unseenSince) await keepGoing(touchSession(db, owner, now, unseenSince));
  return {
    workspace: owner.workspaceId as WorkspaceId,
    actor: actorOf(owner, owner.sessionId),
    // Of the token that came, also when it has just been replaced: requests already under way carry this one.
    csrfToken: csrfTokenOf(token),
    ...(rotated ? { rotated: { token: rotated, expiresAt: owner.expiresAt } } : {}),
  };
}

export function actorOf(
  person: Omit<SessionOwner, 'homeId' | 'sessionId' | 'expiresAt' | 'lastSeenAt' | 'rotate'>,
  sessionId: string,
): MemberActor {
  const { memberId, name, role, department, actsFor, visibility } = person;
  return { kind: 'member', id: memberId, name, sessionId, role, department, actsFor, visibility };
}

/** A database that cannot be written, such as one on a full disk, must still let people in to read. */
async function keepGoing<T>(write: Promise<T>): Promise<T | null> {
  try {
    return await write;
  } catch {
    return null;
  }
}

/** The member who is signed in: routes whose access is `signed-in` admit nobody else. */
export function signedIn(ctx: Ctx): MemberActor {
  if (ctx.actor.kind === 'member') return ctx.actor;
  throw new BatonError('unauthenticated', 'session.required', 'Please sign in first.');
}
