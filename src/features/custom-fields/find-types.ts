import type { Ctx } from '../../context.ts';
import type { CustomFields } from '../../core/agreement/catalogue.ts';
import type { CustomFieldRule } from '../../core/custom-field.ts';
import { listFieldRows } from './store.ts';

/** The types of the own fields by the names that conditions have for them. Archived ones keep their types. */
export async function findCustomTypes(ctx: Ctx): Promise<CustomFields> {
  const rows = await listFieldRows(ctx);
  return Object.fromEntries(
    rows.map(({ object, key, type, options }) => [
      `${object}.custom.${key}`,
      type === 'choice' ? { type, choices: options } : type,
    ]),
  );
}

/** As `findCustomTypes`, to read values by. */
export async function findCustomRules(ctx: Ctx): Promise<ReadonlyMap<string, CustomFieldRule>> {
  const rows = await listFieldRows(ctx);
  return new Map(rows.map(({ object, key, type, options }) => [`${object}.custom.${key}`, { type, options }]));
}
