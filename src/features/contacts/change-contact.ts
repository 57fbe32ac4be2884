import type { Ctx } from '../../context.ts';
import type { ContactKey } from '../../core/capture/contact-keys.ts';
import { BatonError, type FieldProblem } from '../../core/errors.ts';
import { readEmail } from '../../core/identity/email.ts';
import { phoneKey } from '../../core/identity/phone.ts';
import { contactFields } from '../../core/record-fields.ts';
import type { ContactChange } from './schema.ts';
import { type ContactValues, nameContacts, selectKeys } from './store.ts';

const plain = ['name', 'firstName', 'lastName', 'title', 'country', 'language', 'zone'] as const;
const given = ['accountId', 'ownerId', 'foundBy', 'buyingRole'] as const;

/**
 * A contact as a person changed it, told now: messages that happened before no longer change those fields. A name that nobody
 * gives follows first and last name.
 *
 * @param protection how long a lead stays with who found it, in milliseconds; null where the agreement does not say
 */
export function changeContact(
  ctx: Ctx,
  before: ContactValues,
  change: ContactChange,
  protection: number | null,
): ContactValues {
  const now = ctx.now.getTime();
  const after: ContactValues = { ...before };
  for (const field of plain) if (change[field] !== undefined) after[field] = change[field];
  for (const field of given) if (change[field] !== undefined) Object.assign(after, { [field]: change[field] });
  const [email, phone] = [change.emails?.[0], change.phones?.[0]];
  if (change.emails) after.email = email === undefined ? null : (readEmail(email)?.display ?? null);
  if (change.phones) after.phone = phone ?? null;
  const joined = [after.firstName, after.lastName].filter(Boolean).join(' ');
  const isJoined = change.name === undefined && (change.firstName ?? change.lastName) !== undefined && joined !== '';
  if (isJoined) after.name = joined;
  if (change.foundBy !== undefined && change.foundBy !== before.foundBy) {
    after.protectedUntil = change.foundBy === null || protection === null ? null : new Date(now + protection);
  }
  const said = Object.entries(contactFields).flatMap(([key, field]) => (Object.hasOwn(change, key) ? [field] : []));
  // Where they work is told with their address, as long as nobody names the company.
  const addressed = [...(change.emails ? ['email', 'employer'] : []), ...(change.phones ? ['phone'] : [])];
  const own = Object.keys(change.fields ?? {}).map((key) => `custom.${key}`);
  const told = [...said, ...addressed, ...own, ...(isJoined ? ['name'] : [])].map((field) => [field, now]);
  return {
    ...after,
    fields: changeFields(before.fields, change.fields),
    toldAt: { ...before.toldAt, ...Object.fromEntries(told) },
  };
}

/** Own fields with those of a change; null takes one away. */
export function changeFields(
  before: Readonly<Record<string, unknown>>,
  change: ContactChange['fields'] = {},
): Record<string, unknown> {
  const own = new Map(Object.entries(before));
  for (const [key, value] of Object.entries(change)) {
    if (value === null) own.delete(key);
    else own.set(key, value);
  }
  return Object.fromEntries(own);
}

/** The keys of the addresses and numbers that a person wrote, or an error that names those that are none. */
export function readKeys(
  { emails = [], phones = [] }: Pick<ContactChange, 'emails' | 'phones'>,
  country: string | null,
): ContactKey[] {
  const errors: FieldProblem[] = [];
  const keys = new Map<string, ContactKey>();
  for (const [at, text] of emails.entries()) {
    const read = readEmail(text);
    if (read === null) errors.push({ pointer: `#/emails/${at}`, detail: 'No mail could arrive at this address.' });
    else keys.set(`email:${read.key}`, { kind: 'email', key: read.key, value: read.display });
  }
  for (const [at, text] of phones.entries()) {
    const key = phoneKey(text, country);
    const detail = 'This is no phone number. Write it with + and the country code, such as +49 30 123456.';
    if (key === null) errors.push({ pointer: `#/phones/${at}`, detail });
    else keys.set(`phone:${key}`, { kind: 'phone', key, value: text });
  }
  const [first] = errors;
  if (first !== undefined) throw new BatonError('invalid', 'contact.address-invalid', first.detail, { errors });
  return [...keys.values()];
}

/** Of some keys, those that other contacts have. */
export async function findTaken(ctx: Ctx, keys: readonly ContactKey[], exceptId: string | null) {
  const holders = keys.length === 0 ? [] : await selectKeys(ctx, keys);
  return holders.filter(({ contactId }) => contactId !== exceptId);
}

/** Says who has an address already: whom the caller may know by name, others only as somebody. */
export async function refuseTaken(
  ctx: Ctx,
  code: 'contact.exists' | 'contact.address-taken',
  taken: readonly { contactId: string }[],
): Promise<BatonError> {
  const known = await nameContacts(ctx, [...new Set(taken.map(({ contactId }) => contactId))]);
  const contacts = known.map(({ id, name, email, phone, deletedAt }) => ({
    id,
    name: name ?? email ?? phone ?? '',
    removed: deletedAt !== null,
  }));
  const who = contacts[0]?.name ?? 'Somebody who is out of your reach';
  return new BatonError('conflict', code, `${who} has this address or number already.`, { extra: { contacts } });
}

/** What the audit log keeps of a contact. */
export function auditContact(contact: ContactValues): Record<string, unknown> {
  const entries = Object.keys(contactFields).map((key) => [key, contact[key as keyof ContactValues] ?? null]);
  return { ...Object.fromEntries(entries), protectedUntil: contact.protectedUntil, fields: contact.fields };
}
