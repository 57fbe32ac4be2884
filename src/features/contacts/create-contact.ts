import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { employerOf } from '../../core/capture/contact-keys.ts';
import { BatonError } from '../../core/errors.ts';
import { reachesNobody } from '../../db/contact-scope.ts';
import { newId } from '../../db/ids.ts';
import { checkAccount } from '../accounts/check-account.ts';
import { resolveAccounts } from '../accounts/resolve-accounts.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { readCustomValues } from '../custom-fields/read-custom-values.ts';
import { noteDuplicates } from '../duplicates/note-duplicates.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditContact, changeContact, findTaken, readKeys, refuseTaken } from './change-contact.ts';
import { checkOwner } from './check-owner.ts';
import { readContact } from './read-contact.ts';
import { saveContacts } from './save-contacts.ts';
import type { Contact, createContact as contract } from './schema.ts';
import { type ContactValues, insertKeys } from './store.ts';
import { blankContact } from './tell-contacts.ts';

/** Adds a person by hand. Somebody with the same address or number is named instead, unless the caller insists. */
export async function createContact(
  ctx: Ctx,
  { anyway, ...body }: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Contact> {
  return tx(ctx, async (ctx) => {
    const fields = await readCustomValues(ctx, 'contact', body.fields);
    const change = { ...body, fields, ownerId: body.ownerId === undefined ? defaultOwner(ctx) : body.ownerId };
    await checkOwner(ctx, change.ownerId, '#/ownerId');
    if (change.foundBy !== null) await checkOwner(ctx, change.foundBy, '#/foundBy');
    if (change.accountId) await checkAccount(ctx, change.accountId);
    const keys = readKeys(change, change.country ?? null);
    const taken = await findTaken(ctx, keys, null);
    if (taken.length > 0 && !anyway) throw await refuseTaken(ctx, 'contact.exists', taken);
    const id = newId(ctx.now);
    const relay = await findRelayInForce(ctx);
    const blank = { ...blankContact(id, ctx.now), toldAt: {} };
    const changed = changeContact(ctx, blank, change, relay?.agreement.protection?.selfSourced ?? null);
    const after = change.accountId === undefined ? await attachEmployer(ctx, changed) : changed;
    if (after.name === null && after.email === null && after.phone === null) {
      const detail = 'Say who it is: a name, an e-mail address or a phone number.';
      throw new BatonError('invalid', 'contact.nameless', detail, { errors: [{ pointer: '#/name', detail }] });
    }
    await saveContacts(ctx, [{ before: null, after }]);
    const free = keys.filter((one) => !taken.some(({ kind, key }) => kind === one.kind && key === one.key));
    await insertKeys(
      ctx,
      free.map((key) => ({ ...key, contactId: id })),
    );
    await noteDuplicates(
      ctx,
      taken.map(({ kind, contactId }) => ({
        ...{ object: 'contact', ids: [id, contactId], score: kind === 'email' ? 0.97 : 0.8, foundBy: 'creation' },
        reasons: [`Both have the same ${kind === 'email' ? 'e-mail address' : 'phone number'}.`],
      })),
    );
    await recordChange(ctx, { verb: 'contact.created', object: 'contact', objectId: id, after: auditContact(after) });
    await judgeEdited(ctx, 'contact', [id]);
    return readContact(ctx, id);
  });
}

/** Who adds somebody that would be out of their reach without an owner, owns them. */
function defaultOwner(ctx: Ctx): string | null {
  return ctx.actor.kind === 'member' && !reachesNobody(ctx) ? ctx.actor.id : null;
}

/** Whom a business address puts at a company is put there, as a message would. */
async function attachEmployer(ctx: Ctx, contact: ContactValues): Promise<ContactValues> {
  const domain = contact.email === null ? null : employerOf(contact.email);
  if (domain === null) return contact;
  const [accountId = null] = await resolveAccounts(ctx, [
    { traits: { domain }, at: ctx.now.getTime(), source: 'by hand' },
  ]);
  return { ...contact, accountId };
}
