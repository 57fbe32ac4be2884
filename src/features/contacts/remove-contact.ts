import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { withdrawLeads } from '../qualification/withdraw-leads.ts';
import { auditContact } from './change-contact.ts';
import { saveContacts } from './save-contacts.ts';
import { isBeingWorked, lockContact } from './store.ts';

/** Removes a person from every list; all that is known stays, and they can be restored. */
export async function removeContact(ctx: Ctx, contactId: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const row = await lockContact(ctx, contactId);
    const { mergedInto: _, ...before } = requireFound('contact', row?.deletedAt === null ? row : undefined);
    if (await isBeingWorked(ctx, contactId)) {
      throw new BatonError(
        'conflict',
        'contact.being-worked',
        'Sales is working on this person. Close the handoff first.',
      );
    }
    await saveContacts(ctx, [{ before, after: { ...before, deletedAt: ctx.now } }]);
    await withdrawLeads(ctx, [contactId]);
    await recordChange(ctx, {
      verb: 'contact.removed',
      object: 'contact',
      objectId: contactId,
      before: auditContact(before),
    });
  });
}
