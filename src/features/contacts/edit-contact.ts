import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireVersion } from '../../core/version.ts';
import { checkAccount } from '../accounts/check-account.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { readCustomValues } from '../custom-fields/read-custom-values.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditContact, changeContact, findTaken, readKeys, refuseTaken } from './change-contact.ts';
import { checkOwner } from './check-owner.ts';
import { readContact } from './read-contact.ts';
import { saveContacts } from './save-contacts.ts';
import type { Contact, ContactChange } from './schema.ts';
import { deleteKeys, insertKeys, listKeys, lockContact } from './store.ts';

/** Changes what is known of a person. What is left out of the change stays; null takes away. */
export async function editContact(
  ctx: Ctx,
  contactId: string,
  version: number,
  given: ContactChange,
): Promise<Contact> {
  return tx(ctx, async (ctx) => {
    const change = { ...given, fields: await readCustomValues(ctx, 'contact', given.fields) };
    await checkOwner(ctx, change.ownerId, '#/ownerId');
    if (change.foundBy !== null) await checkOwner(ctx, change.foundBy, '#/foundBy');
    if (change.accountId) await checkAccount(ctx, change.accountId);
    const { mergedInto, ...before } = requireVersion('contact', await lockContact(ctx, contactId), version);
    if (mergedInto !== null || before.deletedAt !== null) {
      const detail =
        mergedInto === null ? 'was removed. Restore it first.' : 'was merged into another one. Edit that one.';
      throw new BatonError('conflict', 'contact.not-standing', `This person ${detail}`);
    }
    const relay = await findRelayInForce(ctx);
    const after = changeContact(ctx, before, change, relay?.agreement.protection?.selfSourced ?? null);
    await saveContacts(ctx, [{ before, after }]);
    const moved = await exchangeKeys(ctx, contactId, change, after.country);
    const [was, is] = [auditContact(before), auditContact(after)].map((values) => JSON.stringify(values));
    if (was !== is || moved.gone.length + moved.come.length > 0) {
      await recordChange(ctx, {
        verb: 'contact.edited',
        object: 'contact',
        objectId: contactId,
        before: { ...auditContact(before), addresses: moved.gone },
        after: { ...auditContact(after), addresses: moved.come },
      });
      await judgeEdited(ctx, 'contact', [contactId]);
    }
    return readContact(ctx, contactId);
  });
}

/** Makes the addresses and numbers of a contact those of the change, of each kind that it names. */
async function exchangeKeys(ctx: Ctx, contactId: string, change: ContactChange, country: string | null) {
  if (change.emails === undefined && change.phones === undefined) return { gone: [], come: [] };
  const wanted = readKeys(change, country);
  const taken = await findTaken(ctx, wanted, contactId);
  if (taken.length > 0) throw await refuseTaken(ctx, 'contact.address-taken', taken);
  const named = (kind: 'email' | 'phone') => (kind === 'email' ? change.emails : change.phones) !== undefined;
  const known = (await listKeys(ctx, contactId)).filter(({ kind }) => named(kind));
  const gone = known.filter((one) => !wanted.some(({ kind, key }) => kind === one.kind && key === one.key));
  const come = wanted.filter((one) => !known.some(({ kind, key }) => kind === one.kind && key === one.key));
  if (gone.length > 0) await deleteKeys(ctx, contactId, gone);
  await insertKeys(
    ctx,
    come.map((key) => ({ ...key, contactId })),
  );
  return { gone: gone.map(({ value }) => value), come: come.map(({ value }) => value) };
}
