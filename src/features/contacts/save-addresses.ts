import type { Ctx } from '../../context.ts';
import { type ContactKey, listContactKeys } from '../../core/capture/contact-keys.ts';
import type { IdentityRow } from '../identities/find-identities.ts';
import type { Folding } from '../identities/fold-identities.ts';
import { insertKeys, selectKeys, updateKeyOwners } from './store.ts';
import type { Telling } from './tell-contacts.ts';

type Given = {
  /** What the messages of the batch told. */
  own: readonly Telling[];
  folding: Folding;
  /** The identities of addresses that the messages named. */
  addresses: readonly IdentityRow[];
};

/**
 * Has addresses found with those whose they are now. A telephone number may be several people's and says nothing of who somebody
 * is: it finds the first who came with it.
 */
export async function saveAddresses(ctx: Ctx, { own, folding, addresses }: Given): Promise<void> {
  const { component, plan, ownerOf } = folding;
  const moved = plan.moved.flatMap(({ id, from, to }) => {
    const row = component.identities.get(id);
    return from !== null && row?.kind === 'email' ? [{ key: row.value, contactId: to }] : [];
  });
  await updateKeyOwners(ctx, moved);
  const owners = new Map(addresses.map(({ id, value, contactId }) => [value, ownerOf.get(id) ?? contactId]));
  const wanted = new Map<string, ContactKey & { contactId: string }>();
  for (const { contactId, says } of own) {
    for (const key of listContactKeys(says?.contact ?? {})) {
      const owner = key.kind === 'email' ? owners.get(key.key) : contactId;
      const name = `${key.kind} ${key.key}`;
      if (owner && !wanted.has(name)) wanted.set(name, { ...key, contactId: owner });
    }
  }
  if (wanted.size === 0) return;
  const held = new Set((await selectKeys(ctx, [...wanted.values()])).map(({ kind, key }) => `${kind} ${key}`));
  await insertKeys(
    ctx,
    [...wanted].flatMap(([name, key]) => (held.has(name) ? [] : [key])),
  );
}
