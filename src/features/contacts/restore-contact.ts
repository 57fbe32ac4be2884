import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditContact } from './change-contact.ts';
import { readContact } from './read-contact.ts';
import { saveContacts } from './save-contacts.ts';
import type { Contact } from './schema.ts';
import { lockContact } from './store.ts';

/** Brings back a person who was removed; one who was not stays as they are. */
export async function restoreContact(ctx: Ctx, contactId: string): Promise<Contact> {
  return tx(ctx, async (ctx) => {
    const { mergedInto: _, ...before } = requireFound('contact', await lockContact(ctx, contactId));
    if (before.deletedAt !== null) {
      await saveContacts(ctx, [{ before, after: { ...before, deletedAt: null } }]);
      await recordChange(ctx, {
        verb: 'contact.restored',
        object: 'contact',
        objectId: contactId,
        after: auditContact(before),
      });
      await judgeEdited(ctx, 'contact', [contactId]);
    }
    return readContact(ctx, contactId);
  });
}
