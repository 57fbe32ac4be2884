import type { Ctx } from '../../context.ts';
import { storeTexts } from '../../core/agreement/stored-text.ts';
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
import type { AccountTraits } from '../../core/capture/read-traits.ts';
import { classifyEmail, readEmail } from '../../core/identity/email.ts';
import { sortKey } from '../../core/text.ts';
import { newId } from '../../db/ids.ts';
import { resolveAccounts } from '../accounts/resolve-accounts.ts';
import {
  type ContactValues,
  ensureIdentities,
  insertConsents,
  insertKeys,
  linkIdentities,
  lockContacts,
  type NewConsent,
  saveContacts,
  selectConsents,
  selectKeys,
  selectUserIds,
} from './store.ts';

/** Whose each message is: the contact where there is one, and the identity that its touch is stored under. */
export type ResolvedMessages = {
  /** One a message, in their order. */
  owners: { contactId: string | null; identityId: number | null }[];
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
  await describeContacts(ctx, messages, plan.assignments, new Map(plan.created.map(({ id, at }) => [id, at])));
  await linkIdentities(ctx, plan.links);
  await insertKeys(ctx, plan.keys);
  const owners = await giveIdentities(ctx, plan.assignments, identities);
  return { owners, warnings: plan.warnings };
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
  created: ReadonlyMap<string, number>,
): Promise<void> {
  const ids = [...new Set(assignments.flatMap(({ contactId }) => contactId ?? []))];
  if (ids.length === 0) return;
  const rows = await lockContacts(ctx, ids);
  const contacts = new Map<string, ContactValues>(rows.map((row) => [row.id, row]));
  const before = new Map(rows.map((row) => [row.id, JSON.stringify(row)]));
  const companies = new Map<string, AccountTraits>();
  const consents: NewConsent[] = [];
  for (const [index, message] of messages.entries()) {
    const contactId = assignments[index]?.contactId;
    if (contactId === null || contactId === undefined) continue;
    const at = created.get(contactId);
    const contact = contacts.get(contactId) ?? blankContact(contactId, new Date(at ?? message.at), message.source);
    contacts.set(contactId, applyTraits(contact, message.contact));
    companies.set(contactId, { ...companies.get(contactId), ...message.account });
    consents.push(...listConsents(ctx, contactId, message));
  }
  const claims = [...contacts.values()].map(({ id, email }) => {
    const domain = email === null ? null : employerOf(email);
    return { contactId: id, traits: { ...(domain === null ? {} : { domain }), ...companies.get(id) } };
  });
  const accounts = await resolveAccounts(ctx, claims);
  const granted = await settleConsents(ctx, contacts, consents);
  const changed = [...contacts.values()]
    .map((contact) => ({
      ...contact,
      accountId: contact.accountId ?? accounts.get(contact.id) ?? null,
      consent: granted.get(contact.id) ?? contact.consent,
    }))
    .filter((contact) => before.get(contact.id) !== JSON.stringify(contact));
  await saveContacts(ctx, changed.map(finishContact));
  await insertConsents(ctx, consents);
}

const blankContact = (id: string, createdAt: Date, source: string): ContactValues => ({
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
  source,
  reachable: false,
  consent: {},
  fields: {},
  createdAt,
});

function applyTraits(before: ContactValues, { custom, email, ...traits }: Message['contact']): ContactValues {
  const address = email === undefined ? null : readEmail(email);
  const merged: ContactValues = { ...before, ...traits, fields: { ...before.fields, ...custom } };
  const joined = [merged.firstName, merged.lastName].filter(Boolean).join(' ');
  if (traits.name === undefined && joined !== '') merged.name = joined;
  if (address !== null) {
    merged.email = address.display;
    merged.emailDomain = address.domain;
    merged.mailbox = classifyEmail(address.display);
  }
  // Until bounces and opt-outs are kept: whoever gave an address or a number can be reached.
  return { ...merged, reachable: merged.email !== null || merged.phone !== null };
}

function finishContact(contact: ContactValues) {
  const { email, emailDomain, name, firstName, lastName, title, phone, country, language, source, fields } = contact;
  const own = Object.fromEntries(Object.entries(fields).map(([key, value]) => [`custom.${key}`, value]));
  const named = { email, email_domain: emailDomain, name, first_name: firstName, last_name: lastName };
  return {
    ...contact,
    sortKey: sortKey(name ?? email ?? phone ?? ''),
    texts: storeTexts({ ...named, title, phone, country, language, source, ...own }),
  };
}

function listConsents(
  ctx: Ctx,
  contactId: string,
  { consent, at, knownAt, type, source }: SourcedMessage,
): NewConsent[] {
  return Object.entries(consent).map(([purpose, isGranted]) => ({
    id: newId(ctx.now),
    contactId,
    purpose,
    status: isGranted ? 'granted' : 'denied',
    at: new Date(at),
    knownAt: new Date(knownAt),
    proof: { source, call: type },
  }));
}

/** What holds of each purpose: the latest word, also where it arrived before an earlier one. */
async function settleConsents(
  ctx: Ctx,
  contacts: ReadonlyMap<string, ContactValues>,
  fresh: readonly NewConsent[],
): Promise<Map<string, ContactValues['consent']>> {
  if (fresh.length === 0) return new Map();
  const ids = [...new Set(fresh.map(({ contactId }) => contactId))];
  const stored = await selectConsents(ctx, ids);
  const settled = new Map<string, ContactValues['consent']>();
  for (const id of ids) {
    const latest = new Map(
      stored
        .filter(({ contactId }) => contactId === id)
        .map((one) => [one.purpose, { status: one.status, at: one.at }]),
    );
    for (const { contactId, purpose, status, at } of fresh) {
      const known = latest.get(purpose);
      if (contactId === id && (known === undefined || at >= known.at)) latest.set(purpose, { status, at });
    }
    const consent = Object.fromEntries([...latest].map(([purpose, { status }]) => [purpose, status]));
    settled.set(id, { ...contacts.get(id)?.consent, ...consent });
  }
  return settled;
}
