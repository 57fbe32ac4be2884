import type { Actor, WorkspaceId } from '../context.ts';

/** What a request proves about its sender. */
export type Identity = {
  workspace: WorkspaceId;
  actor: Actor;
  /** The token that changes must bring along when the browser sent the cookie by itself; null for API keys. */
  csrfToken: string | null;
  /** A new session token that must reach the browser with this answer. */
  rotated?: { token: string; expiresAt: Date };
};

/** Looks identities up; sign-in, API keys and sources provide it, so that the plumbing knows no feature. */
export type Identify = {
  bySession(token: string, now: Date): Promise<Identity | null>;
  byKey(key: string, now: Date): Promise<Identity | null>;
  byWriteKey(key: string, now: Date): Promise<Identity | null>;
};
