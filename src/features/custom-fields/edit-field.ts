import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireVersion } from '../../core/version.ts';
import { findMentions } from '../agreements/find-mentions.ts';
import { recordChange } from '../audit/record-change.ts';
import { convertValues } from './check-values.ts';
import { checkOptions } from './create-field.ts';
import { listFields, readField } from './list-fields.ts';
import type { CustomField, editCustomField as contract } from './schema.ts';
import { type FieldRow, listFieldRows, lockFieldRow, type RecordKind, updateField, updatePositions } from './store.ts';

/**
 * Changes an own field. What a version of the agreement asks of it must mean the same as long as anybody is judged by that
 * version: such a field keeps its type and its options, and may get more of them.
 */
export async function editField(
  ctx: Ctx,
  fieldId: string,
  version: number,
  { archived, ...change }: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<CustomField> {
  return tx(ctx, async (ctx) => {
    const row = requireVersion('custom-field', await lockFieldRow(ctx, fieldId), version);
    const before = valuesOf(row);
    const type = change.type ?? before.type;
    const given = change.options ?? (type === 'choice' ? before.options : []);
    const options = checkOptions(type, given);
    const after = {
      ...{ type, options, label: change.label ?? before.label },
      description: change.description === undefined ? before.description : change.description,
      archivedAt: archived === undefined ? before.archivedAt : archived ? (before.archivedAt ?? ctx.now) : null,
    };
    if (JSON.stringify(before) === JSON.stringify(after)) return readField(ctx, fieldId);
    const isNarrower = type !== before.type || before.options.some((option) => !options.includes(option));
    if (isNarrower) {
      await refuseAgreed(ctx, row);
      await convertValues(ctx, row.object, row.key, { type, options });
    }
    await updateField(ctx, fieldId, after);
    await recordChange(ctx, {
      ...{ verb: 'custom-field.edited', object: 'custom-field', objectId: fieldId },
      ...{ before, after },
    });
    return readField(ctx, fieldId);
  });
}

const valuesOf = ({ type, options, label, description, archivedAt }: FieldRow) => ({
  ...{ type, options, label },
  ...{ description, archivedAt },
});

async function refuseAgreed(ctx: Ctx, { object, key }: FieldRow): Promise<void> {
  const [number] = await findMentions(ctx, `${object}.custom.${key}`);
  if (number === undefined) return;
  const detail = `Version ${number} of the agreement uses this field: its type and options stay. Define a new field beside it.`;
  throw new BatonError('conflict', 'custom-field.agreed', detail, { errors: [{ pointer: '#/type', detail }] });
}

/** Those that are not named come last, in the order that they had. */
export async function orderFields(
  ctx: Ctx,
  { object, fieldIds }: { object: RecordKind; fieldIds: readonly string[] },
): Promise<{ data: CustomField[] }> {
  return tx(ctx, async (ctx) => {
    const known = (await listFieldRows(ctx, object)).map(({ id }) => id);
    const ids = [...new Set([...fieldIds.filter((id) => known.includes(id)), ...known])];
    await updatePositions(ctx, object, ids);
    await recordChange(ctx, {
      ...{ verb: 'custom-fields.ordered', object: 'custom-field', objectId: null },
      after: { of: object, ids },
    });
    return listFields(ctx, object);
  });
}
