import type { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { checkDefinition, versionConsents } from '../../core/forms/definition.ts';
import { checkAuthor } from './check-author.ts';
import { renderForm } from './render-form.ts';
import type { previewForm as contract } from './schema.ts';

/** The page that people would see, of a form that is not saved, with what contradicts itself in it. It sends nothing. */
export function previewForm(ctx: Ctx, { name, ...definition }: z.output<NonNullable<(typeof contract)['body']>>) {
  checkAuthor(ctx);
  const consents = versionConsents(definition.consents, []);
  const { body } = renderForm(
    { name, definition: { ...definition, consents } },
    { action: '', token: '', values: new Map() },
  );
  return { page: body, problems: checkDefinition(definition) };
}
