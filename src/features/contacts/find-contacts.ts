import type { Ctx } from '../../context.ts';
import type { ContactKey } from '../../core/capture/contact-keys.ts';
import { type ContactValues, lockContacts, selectKeys } from './store.ts';

/** Contacts by id or by a key of theirs, with whose each key is; locked until the transaction ends. */
export async function findContacts(
  ctx: Ctx,
  ids: readonly string[],
  keys: readonly ContactKey[],
): Promise<{ contacts: ContactValues[]; holders: { kind: 'email' | 'phone'; key: string; contactId: string }[] }> {
  const holders = keys.length === 0 ? [] : await selectKeys(ctx, keys);
  const all = [...new Set([...ids, ...holders.map(({ contactId }) => contactId)])];
  const contacts = all.length === 0 ? [] : await lockContacts(ctx, all);
  return { contacts: contacts.filter(({ deletedAt }) => deletedAt === null), holders };
}
