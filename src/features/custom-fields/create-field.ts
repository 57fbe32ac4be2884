import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import type { CustomFieldType } from '../../core/custom-field.ts';
import { BatonError } from '../../core/errors.ts';
import { foldText } from '../../core/text.ts';
import { newId } from '../../db/ids.ts';
import { refuseMisfit } from '../agreements/find-mentions.ts';
import { recordChange } from '../audit/record-change.ts';
import { convertValues } from './check-values.ts';
import { readField } from './list-fields.ts';
import type { CustomField, createCustomField as contract } from './schema.ts';
import { insertField, listFieldRows } from './store.ts';

/** More could be shown on no page; it keeps the list of fields within one answer. */
const mostFields = 200;

/** Defines an own field, or adopts the key of one that records have already. */
export async function createField(
  ctx: Ctx,
  body: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<CustomField> {
  return tx(ctx, async (ctx) => {
    const { object, key, type } = body;
    const options = checkOptions(type, body.options);
    const known = await listFieldRows(ctx, object);
    if (known.length >= mostFields) {
      const detail = `There are ${mostFields} own fields already. Define another one in place of one that nobody uses.`;
      throw new BatonError('conflict', 'custom-field.too-many', detail);
    }
    await refuseMisfit(ctx, `${object}.custom.${key}`, { type, options });
    const id = newId(ctx.now);
    const { label, description } = body;
    const position = Math.max(0, ...known.map((row) => row.position)) + 1;
    const values = { ...{ object, key, label, description, type, options }, archivedAt: null };
    if (!(await insertField(ctx, { id, ...values, position }))) {
      const detail = 'There is a field with this key already. Change that one, or choose another key.';
      throw new BatonError('conflict', 'custom-field.exists', detail, { errors: [{ pointer: '#/key', detail }] });
    }
    await convertValues(ctx, object, key, { type, options });
    await recordChange(ctx, { verb: 'custom-field.created', object: 'custom-field', objectId: id, after: values });
    return readField(ctx, id);
  });
}

/** The options of a choice: at least one, none twice. Other types have none. */
export function checkOptions(type: CustomFieldType, options: readonly string[]): string[] {
  const refuse = (detail: string) =>
    new BatonError('invalid', 'custom-field.options', detail, { errors: [{ pointer: '#/options', detail }] });
  if (type !== 'choice') {
    if (options.length > 0) throw refuse('Only a choice has options.');
    return [];
  }
  if (options.length === 0) throw refuse('Give at least one value to choose.');
  const seen = new Set<string>();
  for (const option of options) {
    const folded = foldText(option);
    if (folded === '') throw refuse('An option has no visible character.');
    if (seen.has(folded)) throw refuse(`“${option}” stands here twice.`);
    seen.add(folded);
  }
  return [...options];
}
