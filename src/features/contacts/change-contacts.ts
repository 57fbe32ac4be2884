import type { Ctx } from '../../context.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { recordChanges } from '../audit/record-change.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditContact, changeContact } from './change-contact.ts';
import { saveContacts } from './save-contacts.ts';
import type { ContactChange } from './schema.ts';
import { type ContactValues, lockContacts } from './store.ts';

/** Addresses and numbers belong to one person each: they are changed one by one. */
export type SharedContactChange = Omit<ContactChange, 'emails' | 'phones'>;

/**
 * Changes many people in the caller's transaction, each as `decide` says of what they are now, and judges them again. The
 * caller has checked whom the change names, such as a new owner.
 *
 * @param findReached who of those that are locked now stands within reach of the caller
 * @returns what was and what is of each who was reached, as the audit log keeps it
 */
export async function changeContacts(
  ctx: Ctx,
  ids: readonly string[],
  findReached: (ctx: Ctx) => Promise<ReadonlySet<string>>,
  decide: (current: ContactValues) => SharedContactChange,
): Promise<{ id: string; before: Record<string, unknown>; after: Record<string, unknown> }[]> {
  const rows = await lockContacts(ctx, ids);
  const reached = await findReached(ctx);
  const relay = await findRelayInForce(ctx);
  const protection = relay?.agreement.protection?.selfSourced ?? null;
  const saves = rows
    .filter(({ id }) => reached.has(id))
    .map((before) => ({ before, after: changeContact(ctx, before, decide(before), protection) }));
  await saveContacts(ctx, saves);
  const told = saves.map(({ before, after }) => ({
    id: before.id,
    before: auditContact(before),
    after: auditContact(after),
  }));
  const changed = told.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
  await recordChanges(
    ctx,
    changed.map(({ id, ...values }) => ({ verb: 'contact.edited', object: 'contact', objectId: id, ...values })),
  );
  await judgeEdited(
    ctx,
    'contact',
    changed.map(({ id }) => id),
  );
  return told;
}
