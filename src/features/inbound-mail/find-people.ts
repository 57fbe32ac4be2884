import type { Ctx } from '../../context.ts';
import { findContacts } from '../contacts/find-contacts.ts';

/** A member to whose logging address a mail came. */
export type Owner = {
  memberId: string;
  zone: string;
  /** Keys of the addresses from which they write. */
  own: ReadonlySet<string>;
  /** The domain of the house, where the address that they sign in with tells it. */
  employer: string | null;
};

/** Each person by the keys of their addresses; kept as they are until the transaction ends. */
export async function findPeople(ctx: Ctx, keys: readonly string[]): Promise<Map<string, string>> {
  const { contacts, holders } = await findContacts(
    ctx,
    [],
    [...new Set(keys)].map((key) => ({ kind: 'email' as const, key, value: key })),
  );
  const there = new Set(contacts.map(({ id }) => id));
  return new Map(holders.flatMap(({ key, contactId }) => (there.has(contactId) ? [[key, contactId] as const] : [])));
}
