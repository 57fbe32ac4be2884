import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { recordConsents } from '../consents/record-consents.ts';
import { resolveConsents } from '../consents/resolve-consents.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { readContact } from './read-contact.ts';
import { saveContacts } from './save-contacts.ts';
import type { Contact, recordConsent as contract } from './schema.ts';
import { lockContact } from './store.ts';

/** Records that a person allowed or refused something: who heard it, when and how. The latest word holds. */
export async function recordConsent(
  ctx: Ctx,
  contactId: string,
  body: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Contact> {
  return tx(ctx, async (ctx) => {
    const row = await lockContact(ctx, contactId);
    const { mergedInto: _, ...before } = requireFound('contact', row?.deletedAt === null ? row : undefined);
    const { purpose, status, proof, textVersion = null } = body;
    const at = body.at === undefined ? ctx.now : new Date(body.at);
    if (at > ctx.now) {
      const detail = 'This has not happened yet. Say when they said so.';
      throw new BatonError('invalid', 'consent.not-yet', detail, { errors: [{ pointer: '#/at', detail }] });
    }
    const memberId = await findResponsibleMember(ctx);
    const consent = {
      ...{ id: newId(ctx.now), contactId, purpose, status, at, knownAt: ctx.now, textVersion },
      proof: { how: proof, memberId },
    };
    await recordConsents(ctx, [consent]);
    const settled = await resolveConsents(ctx, [contactId]);
    const after = { ...before, consent: { ...before.consent, ...settled.get(contactId) } };
    await saveContacts(ctx, [{ before, after }]);
    await recordChange(ctx, {
      verb: `consent.${status}`,
      object: 'contact',
      objectId: contactId,
      after: { purpose, status, at: at.toISOString(), proof, textVersion },
    });
    await judgeEdited(ctx, 'contact', [contactId]);
    return readContact(ctx, contactId);
  });
}
