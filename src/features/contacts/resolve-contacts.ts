import type { Ctx } from '../../context.ts';
import {
  type Assignment,
  assignContacts,
  employerOf,
  type IdentityRef,
  listContactKeys,
  refOf,
  type WarningCode,
} from '../../core/capture/assign-contacts.ts';
import type { Message } from '../../core/capture/read-message.ts';
import { tellContact } from '../../core/capture/tell-fields.ts';
import { readEmail } from '../../core/identity/email.ts';
import { newId } from '../../db/ids.ts';
import { type AccountClaim, resolveAccounts } from '../accounts/resolve-accounts.ts';
import { type NewConsent, recordConsents } from '../consents/record-consents.ts';
import { resolveConsents } from '../consents/resolve-consents.ts';
import { saveContacts } from './save-contacts.ts';
import {
  type ContactValues,
  ensureIdentities,
  insertKeys,
  linkIdentities,
  lockContacts,
  selectKeys,
  selectUserIds,
} from './store.ts';

/** Whose each message is: the contact where there is one, and the identity that its touch is stored under. */
export type ResolvedMessages = {
  /** One a message, in their order. */
  owners: { contactId: string | null; identityId: number | null }[];
  /** Contacts that began with these messages. */
  created: readonly string[];
  warnings: readonly { message: number; code: WarningCode }[];
};

/** What a message says, and by which source it came. */
export type SourcedMessage = Message & { source: string };

/**
 * Finds or makes the contact and the account that each message is about, and writes down what it says of them: later
 * messages over earlier ones. Set-based, in the transaction of the batch; messages in their order.
 */
export async function resolveContacts(ctx: Ctx, messages: readonly SourcedMessage[]): Promise<ResolvedMessages> {
  const identities = await findIdentities(ctx, messages);
  const keys = messages.flatMap(({ contact }) => listContactKeys(contact));
  const holders = keys.length === 0 ? [] : await selectKeys(ctx, keys);
  const known = [...identities.values(), ...holders].flatMap(({ contactId }) => contactId ?? []);
  const users = known.length === 0 ? [] : await selectUserIds(ctx, [...new Set(known)]);
  const plan = assignContacts(
    messages,
    {
      identities: new Map([...identities].map(([ref, { contactId }]) => [ref, contactId])),
      keys: new Map(holders.map((holder) => [refOf(holder), holder.contactId])),
      // The first one stands: a contact has one user id.
      userIds: new Map(users.toReversed().flatMap(({ contactId, value }) => (contactId ? [[contactId, value]] : []))),
    },
    () => newId(ctx.now),
  );
  await describeContacts(ctx, messages, plan.assignments);
  await linkIdentities(ctx, plan.links);
  await insertKeys(ctx, plan.keys);
  const owners = await giveIdentities(ctx, plan.assignments, identities);
  return { owners, created: plan.created.map(({ id }) => id), warnings: plan.warnings };
}

type KnownIdentity = { id: number; contactId: string | null };

async function findIdentities(ctx: Ctx, messages: readonly Message[]): Promise<Map<string, KnownIdentity>> {
  const refs = new Map<string, IdentityRef>();
  const add = (kind: IdentityRef['kind'], value: string | null) => {
    if (value !== null) refs.set(`${kind}:${value}`, { kind, value });
  };
  for (const { userId, anonymousId, previousId } of messages) {
    add('user', userId);
    add('anonymous', anonymousId);
    add('anonymous', previousId);
  }
  if (refs.size === 0) return new Map();
  const rows = await ensureIdentities(ctx, [...refs.values()]);
  return new Map(rows.map(({ id, kind, value, contactId }) => [`${kind}:${value}`, { id, contactId }]));
}

/** Whose message named only an e-mail address, that contact's own identity is the one of its touches. */
async function giveIdentities(
  ctx: Ctx,
  assignments: readonly Assignment[],
  identities: ReadonlyMap<string, KnownIdentity>,
): Promise<ResolvedMessages['owners']> {
  const bare = assignments.flatMap(({ contactId, identity }) => (identity === null && contactId ? [contactId] : []));
  const own = new Map<string, number>();
  if (bare.length > 0) {
    const refs = [...new Set(bare)].map((value) => ({ kind: 'contact' as const, value }));
    for (const { value, id } of await ensureIdentities(ctx, refs)) own.set(value, id);
    await linkIdentities(
      ctx,
      refs.map((identity) => ({ identity, contactId: identity.value })),
    );
  }
  return assignments.map(({ contactId, identity }) => {
    if (identity !== null) return { contactId, identityId: identities.get(refOf(identity))?.id ?? null };
    return { contactId, identityId: contactId === null ? null : (own.get(contactId) ?? null) };
  });
}

async function describeContacts(
  ctx: Ctx,
  messages: readonly SourcedMessage[],
  assignments: readonly Assignment[],
): Promise<void> {
  const ids = [...new Set(assignments.flatMap(({ contactId }) => contactId ?? []))];
  if (ids.length === 0) return;
  const before = new Map((await lockContacts(ctx, ids)).map((row) => [row.id, row]));
  const after = new Map<string, ContactValues>(before);
  const last = new Map<string, SourcedMessage>();
  const consents: NewConsent[] = [];
  for (const [index, message] of messages.entries()) {
    const contactId = assignments[index]?.contactId;
    if (contactId === null || contactId === undefined) continue;
    after.set(contactId, hear(after.get(contactId) ?? beginContact(contactId, message), message));
    last.set(contactId, message);
    consents.push(...listConsents(ctx, contactId, message));
  }
  await attachAccounts(ctx, messages, assignments, after);
  const granted = await resolveConsents(ctx, consents);
  await saveContacts(
    ctx,
    [...after.values()].map((contact) => {
      const message = last.get(contact.id);
      const consent = { ...contact.consent, ...granted.get(contact.id) };
      return {
        before: before.get(contact.id) ?? null,
        after: { ...contact, consent },
        ...(message === undefined ? {} : { at: new Date(message.at), source: message.source }),
      };
    }),
  );
  await recordConsents(ctx, consents);
}

/** Somebody of whom nothing is known yet. */
export const blankContact = (id: string, createdAt: Date): ContactValues => ({
  id,
  accountId: null,
  email: null,
  emailDomain: null,
  mailbox: null,
  name: null,
  firstName: null,
  lastName: null,
  title: null,
  phone: null,
  country: null,
  language: null,
  zone: null,
  source: null,
  reachable: false,
  ownerId: null,
  foundBy: null,
  buyingRole: null,
  protectedUntil: null,
  consent: {},
  fields: {},
  toldAt: {},
  createdAt,
  deletedAt: null,
  version: 0,
});

const beginContact = (id: string, { at, source }: SourcedMessage): ContactValues => ({
  ...blankContact(id, new Date(at)),
  source,
  toldAt: { source: at },
});

/** What a message says of its contact; whom a message made is as old as the first message that named them, heard late or not. */
function hear(before: ContactValues, { contact: traits, at, userId, source }: SourcedMessage): ContactValues {
  const { email, ...others } = traits;
  const address = email === undefined ? null : readEmail(email);
  const told = tellContact(
    { values: before, toldAt: before.toldAt },
    address === null ? others : { ...others, email: address.display },
    at,
  );
  const contact = { ...told.values, toldAt: told.toldAt };
  const first = contact.toldAt.source;
  const isNaming = userId !== null || address !== null;
  if (!isNaming || first === undefined || !(at < first || (at === first && source < (contact.source ?? ''))))
    return contact;
  return { ...contact, source, createdAt: new Date(at), toldAt: { ...contact.toldAt, source: at } };
}

/**
 * Gives contacts their companies: the one whose domain was told of them last, else that of their e-mail address or of a name.
 */
async function attachAccounts(
  ctx: Ctx,
  messages: readonly SourcedMessage[],
  assignments: readonly Assignment[],
  contacts: Map<string, ContactValues>,
): Promise<void> {
  const claims: (AccountClaim & { contactId: string; isSaid: boolean })[] = [];
  const claimed = new Set<string>();
  for (const [index, { account, at, source }] of messages.entries()) {
    const contact = contacts.get(assignments[index]?.contactId ?? '');
    if (contact === undefined) continue;
    const employer = contact.email === null ? null : employerOf(contact.email);
    const domain = account.domain ?? employer;
    const isNew = contact.accountId === null && !claimed.has(contact.id);
    if (Object.keys(account).length === 0 && !(isNew && domain !== null)) continue;
    const traits = domain === null ? account : { ...account, domain };
    claims.push({ contactId: contact.id, isSaid: account.domain !== undefined, traits, at, source });
    claimed.add(contact.id);
  }
  const found = await resolveAccounts(ctx, claims);
  for (const [index, claim] of claims.entries()) {
    const [contact, accountId] = [contacts.get(claim.contactId), found[index]];
    if (contact !== undefined && accountId) contacts.set(contact.id, attach(contact, accountId, claim));
  }
}

function attach(contact: ContactValues, accountId: string, { isSaid, at }: { isSaid: boolean; at: number }) {
  if (!isSaid) return contact.accountId === null ? { ...contact, accountId } : contact;
  const last = contact.toldAt.account;
  if (last !== undefined && at <= last) return contact;
  return { ...contact, accountId, toldAt: { ...contact.toldAt, account: at } };
}

function listConsents(
  ctx: Ctx,
  contactId: string,
  { consent, consentTexts, consentProof, at, knownAt, type, source }: SourcedMessage,
): NewConsent[] {
  return Object.entries(consent).map(([purpose, isGranted]) => ({
    id: newId(ctx.now),
    contactId,
    purpose,
    status: isGranted ? 'granted' : 'denied',
    at: new Date(at),
    knownAt: new Date(knownAt),
    textVersion: consentTexts?.[purpose] ?? null,
    proof: { ...consentProof, source, call: type },
  }));
}
