import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import type { Form } from './schema.ts';
import { type FormRow, findForm } from './store.ts';

/** One form. Throws `form.not-found`. */
export async function readForm(ctx: Ctx, formId: string): Promise<Form> {
  return toForm(ctx, requireFound('form', await findForm(ctx, formId)));
}

export function toForm(ctx: Ctx, { definition, createdAt, updatedAt, ...rest }: FormRow): Form {
  return {
    ...rest,
    ...definition,
    // Forms that were saved before fields could be progressive do not say it.
    fields: definition.fields.map((field) => ({ ...field, progressive: Boolean(field.progressive) })),
    url: `${ctx.publicUrl}/f/${rest.key}`,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
