import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { versionConsents } from '../../core/forms/definition.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { randomText } from '../keys/mint-key.ts';
import { createSource } from '../sources/create-source.ts';
import { readSource } from '../sources/read-source.ts';
import { checkAuthor } from './check-author.ts';
import { checkForm } from './check-form.ts';
import { readForm } from './read-form.ts';
import type { createForm as contract, Form } from './schema.ts';
import { findSharedSource, insertConsentTexts, insertForm } from './store.ts';

/** 62^16 is more than 2^95: nobody comes upon a form by trying. */
const keyLength = 16;

/** Creates a form as a draft. */
export async function createForm(ctx: Ctx, body: z.output<NonNullable<(typeof contract)['body']>>): Promise<Form> {
  checkAuthor(ctx);
  const { name, slug, sourceId, ...wanted } = body;
  checkForm(wanted, 'draft');
  const definition = { ...wanted, consents: versionConsents(wanted.consents, []) };
  const id = newId(ctx.now);
  return tx(ctx, async (ctx) => {
    const source = sourceId === undefined ? await findSource(ctx) : (await readSource(ctx, sourceId)).id;
    const createdBy = await findResponsibleMember(ctx);
    const row = {
      id,
      key: randomText(keyLength),
      slug,
      name,
      state: 'draft' as const,
      definition,
      sourceId: source,
      createdBy,
    };
    if (!(await insertForm(ctx, row))) {
      const detail = `There is a form "${slug}" already. Choose another word: touches of both would be one.`;
      throw new BatonError('conflict', 'form.slug-taken', detail, { errors: [{ pointer: '#/slug', detail }] });
    }
    await insertConsentTexts(ctx, id, definition.consents);
    const after = { name, slug, state: 'draft', ...definition };
    await recordChange(ctx, { verb: 'form.created', object: 'form', objectId: id, after });
    return readForm(ctx, id);
  });
}

/** Where messages of forms come from, unless a form says something else. */
async function findSource(ctx: Ctx): Promise<string> {
  return (await findSharedSource(ctx)) ?? (await createSource(ctx, { name: 'Forms', kind: 'website' })).id;
}
