import type { Ctx } from '../../context.ts';
import { storeTexts } from '../../core/agreement/stored-text.ts';
import { writeCanonicalJson } from '../../core/canonical-json.ts';
import { classifyEmail, readEmail } from '../../core/identity/email.ts';
import { contactFields, listDifferences } from '../../core/record-fields.ts';
import { sortKey } from '../../core/text.ts';
import { recordFieldChanges } from '../field-changes/record-field-changes.ts';
import { type ContactValues, saveContactRows } from './store.ts';

/** A contact that is to be as `after` says; `before` is null for a new one. `at` and `source` are those of a message. */
export type ContactSave = { before: ContactValues | null; after: ContactValues; at?: Date; source?: string };

/**
 * Writes contacts with what follows from their values and the dated changes of their fields, in the caller's transaction. One
 * of which nothing differs is not written; one of which only was told again what was known keeps its version.
 *
 * @returns the contacts that were written
 */
export async function saveContacts(ctx: Ctx, saves: readonly ContactSave[]): Promise<string[]> {
  const changed = saves
    .map(({ before, after, ...said }) => ({ before, after: completeContact(after), ...said }))
    .filter(({ before, after }) => before === null || writeCanonicalJson(before) !== writeCanonicalJson(after));
  await saveContactRows(ctx, {
    made: changed.flatMap(({ before, after }) =>
      before === null ? [{ ...after, ...indexContact(after), version: 1 }] : [],
    ),
    changed: changed.flatMap(({ before, after }) => {
      if (before === null) return [];
      const isSame = writeCanonicalJson(withoutTold(before)) === writeCanonicalJson(withoutTold(after));
      return [{ ...after, ...indexContact(after), version: isSame ? before.version : before.version + 1 }];
    }),
  });
  await recordFieldChanges(
    ctx,
    changed.flatMap(({ before, after, at, source }) =>
      before === null
        ? []
        : listDifferences(contactFields, before, after).map((difference) => ({
            object: 'contact' as const,
            recordId: after.id,
            ...difference,
            at: toldWhen(after, difference.field) ?? at ?? ctx.now,
            ...(source === undefined ? {} : { source }),
          })),
    ),
  );
  return changed.map(({ after }) => after.id);
}

const withoutTold = ({ toldAt: _, ...values }: ContactValues) => values;

function toldWhen({ toldAt }: ContactValues, field: string): Date | undefined {
  const at = toldAt[field];
  return at === undefined ? undefined : new Date(at);
}

/** What an e-mail address and a phone number say by themselves. Whoever has one can be reached until bounces and opt-outs are kept. */
function completeContact(contact: ContactValues): ContactValues {
  const { email, phone } = contact;
  const address = email === null ? null : readEmail(email);
  return {
    ...contact,
    emailDomain: address?.domain ?? null,
    mailbox: email === null ? null : classifyEmail(email),
    reachable: email !== null || phone !== null,
  };
}

/** The forms in which a contact is ordered, found and compared. */
function indexContact(contact: ContactValues) {
  const { email, emailDomain, name, firstName, lastName, title, phone, country, language, source, fields } = contact;
  const own = Object.fromEntries(Object.entries(fields).map(([key, value]) => [`custom.${key}`, value]));
  const named = { email, email_domain: emailDomain, name, first_name: firstName, last_name: lastName };
  return {
    sortKey: sortKey(name ?? email ?? phone ?? ''),
    texts: storeTexts({ ...named, title, phone, country, language, source, ...own }),
  };
}
