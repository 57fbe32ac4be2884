import type { Department, MemberDepartment, Reach, Role, Scope, Visibility } from './access.ts';

/** Minted by sign-in, by an API key, by a write key, or by a job that names its workspace: by nothing else. */
export type WorkspaceId = string & { readonly brand: 'WorkspaceId' };

export type MemberActor = {
  readonly kind: 'member';
  readonly id: string;
  readonly name: string;
  readonly sessionId: string;
  readonly role: Role;
  readonly department: MemberDepartment;
  /** Departments that this member heads, or stands in for as deputy while the head is absent at `now`. */
  readonly actsFor: readonly Department[];
  /** The member's own setting, else the workspace's. */
  readonly visibility: Visibility;
};
type KeyActor = {
  readonly kind: 'key';
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
};
/**
 * What `Sec-GPC` or `DNT` of a visitor means: nothing; that analytics is denied, so that only what they say themselves is
 * taken; or that nothing is taken.
 */
export type PrivacySignal = 'ignore' | 'deny' | 'drop';
/** What sends messages under a write key. It may send, and nothing else. */
export type SourceActor = {
  readonly kind: 'source';
  readonly id: string;
  readonly name: string;
  readonly sends: 'website' | 'server';
  /** What a visitor's request for privacy means to this source. */
  readonly privacySignal: PrivacySignal;
  /** It still sends under the key before the one of now. */
  readonly usesOldKey: boolean;
};
type SystemActor = { readonly kind: 'system'; readonly id: null };
/** Somebody who is not signed in and holds a token, or is just setting Baton up. */
type PublicActor = { readonly kind: 'public'; readonly id: null };
export type Actor = MemberActor | KeyActor | SourceActor | SystemActor | PublicActor;

/** Who acts where and how far, at one instant: what the scope function needs to know. */
export type Acting = {
  readonly workspace: WorkspaceId;
  readonly actor: Actor;
  /** How far the actor's right reaches on this route; the scope function turns it into a condition. */
  readonly reach: Reach;
  readonly now: Date;
};
