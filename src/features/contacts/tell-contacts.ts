import type { Ctx } from '../../context.ts';
import { employerOf } from '../../core/capture/contact-keys.ts';
import { forgetContact, joinContacts } from '../../core/capture/forget-fields.ts';
import type { Says } from '../../core/capture/read-claim.ts';
import { tellContact } from '../../core/capture/tell-fields.ts';
import { readEmail } from '../../core/identity/email.ts';
import { newId } from '../../db/ids.ts';
import { type AccountClaim, resolveAccounts } from '../accounts/resolve-accounts.ts';
import { type NewConsent, recordConsents } from '../consents/record-consents.ts';
import { resolveConsents } from '../consents/resolve-consents.ts';
import { saveContacts } from './save-contacts.ts';
import { type ContactValues, lockContacts } from './store.ts';

/** What is told of a contact at an instant, epoch milliseconds. Somebody is as old as the first telling that names them. */
export type Telling = {
  readonly contactId: string;
  readonly at: number;
  readonly knownAt: number;
  readonly source: string;
  readonly isNaming: boolean;
  readonly says: Says | null;
  readonly claimKey: Buffer | null;
};

/** What messages that proved to be somebody else's had told of contacts, and contacts that proved to be one. */
export type Correction = {
  readonly lost: readonly Telling[];
  /** Contacts of which everything that messages told is in the tellings. */
  readonly retold: ReadonlySet<string>;
  readonly joined: readonly { keepId: string; dropId: string }[];
};

const none: Correction = { lost: [], retold: new Set(), joined: [] };

/**
 * Writes down what is told of contacts, each field as it was told last; makes those that are not there. Set-based, in the
 * caller's transaction.
 *
 * @returns the contacts that are not as they were
 */
export async function tellContacts(
  ctx: Ctx,
  told: readonly Telling[],
  correction: Correction = none,
): Promise<string[]> {
  const { lost, retold, joined } = correction;
  const dropped = new Set(joined.map(({ dropId }) => dropId));
  const ids = [...told, ...lost].map(({ contactId }) => contactId);
  const all = [...new Set([...ids, ...retold, ...joined.flatMap(({ keepId, dropId }) => [keepId, dropId])])];
  if (all.length === 0) return [];
  const before = new Map((await lockContacts(ctx, all)).map((row) => [row.id, row]));
  const after = new Map<string, ContactValues>(before);
  for (const telling of lost) change(after, telling.contactId, (contact) => forget(contact, telling));
  for (const id of retold) change(after, id, beginAnew);
  for (const { keepId, dropId } of joined) {
    const drop = after.get(dropId);
    if (drop !== undefined) change(after, keepId, (contact) => join(contact, drop));
  }
  for (const telling of told) {
    const { contactId } = telling;
    after.set(contactId, hear(after.get(contactId) ?? beginContact(telling), telling));
  }
  await attachAccounts(ctx, told, after);
  const consents = told.flatMap((telling) => listConsents(ctx, telling));
  await recordConsents(ctx, consents);
  const settled = await resolveConsents(ctx, [...new Set([...consents.map(({ contactId }) => contactId), ...retold])]);
  const last = new Map(told.map((telling) => [telling.contactId, telling]));
  return saveContacts(
    ctx,
    [...after.values()]
      .filter(({ id }) => !dropped.has(id))
      .map((contact) => {
        const telling = last.get(contact.id);
        const current = settled.get(contact.id) ?? {};
        const consent = retold.has(contact.id) ? current : { ...contact.consent, ...current };
        return {
          before: before.get(contact.id) ?? null,
          after: { ...contact, consent },
          ...(telling === undefined ? {} : { at: new Date(telling.at), source: telling.source }),
        };
      }),
  );
}

function change(
  contacts: Map<string, ContactValues>,
  id: string,
  work: (contact: ContactValues) => ContactValues,
): void {
  const contact = contacts.get(id);
  if (contact !== undefined) contacts.set(id, work(contact));
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

const beginContact = ({ contactId, at, source }: Telling): ContactValues => ({
  ...blankContact(contactId, new Date(at)),
  source,
  toldAt: { source: Number.POSITIVE_INFINITY },
});

/** Whom a message made is as old as the tellings that follow say. */
const beginAnew = (contact: ContactValues): ContactValues =>
  contact.toldAt.source === undefined
    ? contact
    : { ...contact, toldAt: { ...contact.toldAt, source: Number.POSITIVE_INFINITY } };

/** What a message says of its contact; whom a message made is as old as the first message that named them, heard late or not. */
function hear(before: ContactValues, { says, at, isNaming, source }: Telling): ContactValues {
  const { email, ...others } = says?.contact ?? {};
  const address = email === undefined ? null : readEmail(email);
  const traits = address === null ? others : { ...others, email: address.display };
  const told = tellContact({ values: before, toldAt: before.toldAt }, traits, at);
  const contact = { ...told.values, toldAt: told.toldAt };
  const first = contact.toldAt.source;
  if (!isNaming || first === undefined || !(at < first || (at === first && source < (contact.source ?? ''))))
    return contact;
  return { ...contact, source, createdAt: new Date(at), toldAt: { ...contact.toldAt, source: at } };
}

const companyTold = ['account', 'employer', 'company'] as const;

function forget(before: ContactValues, { says, at }: Telling): ContactValues {
  const left = forgetContact({ values: before, toldAt: before.toldAt }, says?.contact ?? {}, at);
  const toldAt = { ...left.toldAt };
  const gone = companyTold.filter((word) => toldAt[word] === at);
  // What holds of the company is then told anew by what is left.
  const isCompany = gone.some((word) => word === companyTold.find((one) => toldAt[one] !== undefined));
  for (const word of gone) delete toldAt[word];
  return { ...left.values, toldAt, ...(isCompany ? { accountId: null } : {}) };
}

function join(keep: ContactValues, drop: ContactValues): ContactValues {
  const { values, toldAt } = joinContacts({ values: keep, toldAt: keep.toldAt }, { values: drop, toldAt: drop.toldAt });
  return { ...values, toldAt };
}

type Claim = AccountClaim & { contactId: string; word: (typeof companyTold)[number] };

/**
 * Gives contacts their companies: the one whose domain was told of them last, else that of their e-mail address that was told
 * last, else the one that was named last.
 */
async function attachAccounts(ctx: Ctx, told: readonly Telling[], contacts: Map<string, ContactValues>): Promise<void> {
  const claims = told.flatMap(({ contactId, says, at, source }): Claim[] => {
    const { account = {}, contact = {} } = says ?? {};
    const employer = contact.email === undefined ? null : employerOf(contact.email);
    const known = contacts.get(contactId)?.email ?? null;
    const domain = account.domain ?? employer ?? (known === null ? null : employerOf(known));
    if (Object.keys(account).length === 0 && employer === null) return [];
    const word = account.domain !== undefined ? 'account' : employer !== null ? 'employer' : 'company';
    return [{ contactId, word, traits: domain === null ? account : { ...account, domain }, at, source }];
  });
  const found = await resolveAccounts(ctx, claims);
  for (const [index, claim] of claims.entries()) {
    const accountId = found[index];
    if (accountId) change(contacts, claim.contactId, (contact) => attach(contact, accountId, claim));
  }
}

function attach(contact: ContactValues, accountId: string, { word, at }: Claim): ContactValues {
  const last = contact.toldAt[word];
  if (last !== undefined && at <= last) return contact;
  const toldAt = { ...contact.toldAt, [word]: at };
  const strongest = companyTold.find((one) => toldAt[one] !== undefined);
  return strongest === word ? { ...contact, accountId, toldAt } : { ...contact, toldAt };
}

function listConsents(ctx: Ctx, { contactId, says, at, knownAt, source, claimKey }: Telling): NewConsent[] {
  const { consent = {}, consentTexts, consentProof, call } = says ?? {};
  return Object.entries(consent).map(([purpose, isGranted]) => ({
    id: newId(ctx.now),
    contactId,
    purpose,
    status: isGranted ? 'granted' : 'denied',
    at: new Date(at),
    knownAt: new Date(knownAt),
    textVersion: consentTexts?.[purpose] ?? null,
    proof: { ...consentProof, source, ...(call === undefined ? {} : { call }) },
    claimKey,
  }));
}
