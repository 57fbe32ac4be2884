import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { changeDefinition, versionConsents } from '../../core/forms/definition.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkAuthor } from './check-author.ts';
import { checkForm } from './check-form.ts';
import { readForm } from './read-form.ts';
import type { editForm as contract, Form } from './schema.ts';
import { insertConsentTexts, lockForm, selectConsentTexts, updateForm } from './store.ts';

/** Changes a form, puts it online or closes it. A consent text with other words gets the next version. */
export async function editForm(
  ctx: Ctx,
  formId: string,
  version: number,
  body: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Form> {
  checkAuthor(ctx);
  return tx(ctx, async (ctx) => {
    const row = requireVersion('form', await lockForm(ctx, formId), version);
    const { name = row.name, state = row.state } = body;
    const wanted = changeDefinition(row.definition, body);
    checkForm(wanted, state);
    const consents = versionConsents(wanted.consents, await selectConsentTexts(ctx, formId));
    const definition = { ...wanted, consents };
    await updateForm(ctx, formId, { name, state, definition });
    await insertConsentTexts(ctx, formId, consents);
    await recordChange(ctx, {
      verb: 'form.edited',
      object: 'form',
      objectId: formId,
      before: { name: row.name, state: row.state, ...row.definition },
      after: { name, state, ...definition },
    });
    return readForm(ctx, formId);
  });
}
