import { classifyEmail, readEmail } from '../identity/email.ts';
import { registrableDomain } from '../identity/host.ts';
import { phoneKey } from '../identity/phone.ts';
import { type KeyHit, resolveContact } from '../matching/resolve-contact.ts';
import type { Message } from './read-message.ts';

/** By what a touch says whose it is. */
export type IdentityRef = { readonly kind: 'user' | 'anonymous'; readonly value: string };
export type ContactKey = { readonly kind: 'email' | 'phone'; readonly key: string; readonly value: string };

/** Who is known already: by identity, by key, and the user id that a contact has. */
export type KnownContacts = {
  readonly identities: ReadonlyMap<string, string | null>;
  readonly keys: ReadonlyMap<string, string>;
  readonly userIds: ReadonlyMap<string, string>;
};

/** Whose a message is. Without a contact it is somebody's who has not said who they are. */
export type Assignment = { readonly contactId: string | null; readonly identity: IdentityRef | null };

export type WarningCode = 'anon-already-identified' | 'previous-already-identified' | 'contact.ambiguous';

export type AssignmentPlan = {
  /** One a message, in their order. */
  readonly assignments: readonly Assignment[];
  /** Contacts to create, with when they were first heard of, epoch milliseconds. */
  readonly created: readonly { id: string; at: number }[];
  readonly links: readonly { identity: IdentityRef; contactId: string }[];
  readonly keys: readonly (ContactKey & { contactId: string })[];
  readonly warnings: readonly { message: number; code: WarningCode }[];
};

/**
 * The name of an identity or key in a map.
 *
 * @example
 * refOf({ kind: 'user', value: 'u1' }) // 'user:u1'
 */
export function refOf(ref: IdentityRef | { kind: 'email' | 'phone'; key: string }): string {
  return `${ref.kind}:${'key' in ref ? ref.key : ref.value}`;
}

/**
 * The keys by which a message may find a contact.
 *
 * @example
 * listContactKeys({ email: 'Ana@Plant.example' }) // [{ kind: 'email', key: 'ana@plant.example', value: 'Ana@Plant.example' }]
 */
export function listContactKeys(traits: Message['contact']): ContactKey[] {
  const keys: ContactKey[] = [];
  const email = traits.email === undefined ? null : readEmail(traits.email);
  if (email !== null) keys.push({ kind: 'email', key: email.key, value: email.display });
  const phone = traits.phone === undefined ? null : phoneKey(traits.phone, traits.country ?? null);
  if (phone !== null && traits.phone !== undefined) keys.push({ kind: 'phone', key: phone, value: traits.phone });
  return keys;
}

/**
 * Says of each message whose it is, in their order, and which contacts, identities and keys come of it. A contact begins with
 * a user id or an e-mail address; a browser alone is nobody yet. Two people with different user ids are never made one: a
 * browser that turns up with a second one stays the first one's.
 *
 * @param newId gives the id of a new contact
 * @example
 * const message = readMessage({ type: 'identify', userId: 'u1' }, { happenedAt: null, sentAt: null, receivedAt: 5 });
 * assignContacts([message], { identities: new Map(), keys: new Map(), userIds: new Map() }, () => 'c1').assignments
 * // [{ contactId: 'c1', identity: { kind: 'user', value: 'u1' } }]
 */
export function assignContacts(
  messages: readonly Message[],
  known: KnownContacts,
  newId: () => string,
): AssignmentPlan {
  const planner = new Planner(known, newId);
  const assignments = messages.map((message, index) => planner.assign(message, index));
  const { created, links, keys, warnings } = planner;
  return { assignments, created, links, keys, warnings };
}

class Planner {
  readonly created: { id: string; at: number }[] = [];
  readonly links: { identity: IdentityRef; contactId: string }[] = [];
  readonly keys: (ContactKey & { contactId: string })[] = [];
  readonly warnings: { message: number; code: WarningCode }[] = [];
  private readonly owners: Map<string, string | null>;
  private readonly holders: Map<string, string>;
  private readonly userIds: Map<string, string>;
  private readonly newId: () => string;

  constructor(known: KnownContacts, newId: () => string) {
    this.owners = new Map(known.identities);
    this.holders = new Map(known.keys);
    this.userIds = new Map(known.userIds);
    this.newId = newId;
  }

  assign(message: Message, index: number): Assignment {
    const user: IdentityRef | null = message.userId === null ? null : { kind: 'user', value: message.userId };
    const anonymous: IdentityRef | null =
      message.anonymousId === null ? null : { kind: 'anonymous', value: message.anonymousId };
    const keys = listContactKeys(message.contact);
    const identity = user ?? anonymous;
    const contactId = this.find(message, user, anonymous, keys, index);
    if (contactId === null) return { contactId: this.ownerOf(identity), identity };
    if (user !== null) this.link(user, contactId, index);
    if (anonymous !== null) this.link(anonymous, contactId, index);
    if (message.previousId !== null) this.alias(message.previousId, contactId, index);
    for (const key of keys) {
      if (this.holders.has(refOf(key))) continue;
      this.holders.set(refOf(key), contactId);
      this.keys.push({ ...key, contactId });
    }
    return { contactId, identity };
  }

  /** The contact that the message's keys lead to, or a new one where it says enough to begin one. */
  private find(
    message: Message,
    user: IdentityRef | null,
    anonymous: IdentityRef | null,
    keys: readonly ContactKey[],
    index: number,
  ): string | null {
    const hits = this.listHits(user, anonymous, keys);
    const emailed = keys.some(({ kind }) => kind === 'email');
    if (user === null && !emailed && !hits.some(({ kind }) => kind === 'phone')) return null;
    const found = resolveContact(hits, message.userId);
    // Merging is a decision with a preview and an undo of its own: until it is taken both stay, and both are told.
    if (found.review.length > 0 || found.others.length > 0) this.warn(index, 'contact.ambiguous');
    if (found.contactId !== null) return found.contactId;
    const id = this.newId();
    this.created.push({ id, at: message.at });
    return id;
  }

  private listHits(user: IdentityRef | null, anonymous: IdentityRef | null, keys: readonly ContactKey[]): KeyHit[] {
    const hits: KeyHit[] = [];
    const add = (kind: KeyHit['kind'], contactId: string | null | undefined) => {
      if (contactId) hits.push({ kind, contactId, userId: this.userIds.get(contactId) ?? null });
    };
    add('user-id', this.ownerOf(user));
    for (const key of keys) {
      // A mailbox of a function is read by several people: it finds somebody, but never by itself another user.
      add(key.kind, this.holders.get(refOf(key)));
    }
    add('anonymous-id', this.ownerOf(anonymous));
    return hits;
  }

  private ownerOf(identity: IdentityRef | null): string | null {
    return identity === null ? null : (this.owners.get(refOf(identity)) ?? null);
  }

  private link(identity: IdentityRef, contactId: string, index: number): void {
    const owner = this.ownerOf(identity);
    if (owner === contactId) return;
    if (owner !== null) {
      this.warn(index, 'anon-already-identified');
      return;
    }
    this.owners.set(refOf(identity), contactId);
    this.links.push({ identity, contactId });
    if (identity.kind === 'user' && !this.userIds.has(contactId)) this.userIds.set(contactId, identity.value);
  }

  /** `alias` says that who had another id until now is this person; it may not take somebody who is known apart. */
  private alias(previousId: string, contactId: string, index: number): void {
    const known = (['anonymous', 'user'] as const).map((kind): IdentityRef => ({ kind, value: previousId }));
    const owner = known.map((identity) => this.ownerOf(identity)).find((one) => one !== null);
    if (owner !== undefined && owner !== contactId) this.warn(index, 'previous-already-identified');
    else for (const identity of known) this.link(identity, contactId, index);
  }

  private warn(message: number, code: WarningCode): void {
    this.warnings.push({ message, code });
  }
}

/**
 * The registrable domain of a person's employer as an e-mail address tells it; null for free and throw-away ones.
 *
 * @example
 * employerOf('ana@mail.plant.example') // 'plant.example'
 * employerOf('ana@gmail.com') // null
 */
export function employerOf(email: string): string | null {
  const read = readEmail(email);
  if (read === null || classifyEmail(email) !== 'business') return null;
  return registrableDomain(read.domain);
}
