import type { Ctx } from '../../context.ts';
import { type CustomValue, fitCustomValue } from '../../core/custom-field.ts';
import { BatonError, type FieldProblem } from '../../core/errors.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { listFieldRows, type RecordKind } from './store.ts';

type Values = Record<string, CustomValue | null>;

/**
 * Own fields as somebody wrote them, in the form in which their definitions store them; null and an empty text take away.
 * Keys that nobody has defined stay as they are.
 *
 * @param pointer where the fields stand in the request
 * @throws BatonError `custom-field.value` with what is wrong beside each field
 */
export async function readCustomValues(
  ctx: Ctx,
  object: RecordKind,
  values: Values | undefined,
  pointer = '#/fields',
): Promise<Values | undefined> {
  if (values === undefined || Object.values(values).every((value) => value === null)) return values;
  const fields = new Map((await listFieldRows(ctx, object)).map((row) => [row.key, row]));
  const { zone } = await readWorkspace(ctx);
  const errors: FieldProblem[] = [];
  const read = Object.entries(values).map(([key, value]): [string, CustomValue | null] => {
    const field = fields.get(key);
    if (field === undefined || value === null) return [key, value];
    if (value === '') return [key, null];
    const fitted = fitCustomValue(field, value, zone);
    if ('value' in fitted) return [key, fitted.value];
    errors.push({ pointer: `${pointer}/${key}`, detail: `${field.label}: ${fitted.problem}` });
    return [key, null];
  });
  const [first] = errors;
  if (first !== undefined) throw new BatonError('invalid', 'custom-field.value', first.detail, { errors });
  return Object.fromEntries(read);
}
