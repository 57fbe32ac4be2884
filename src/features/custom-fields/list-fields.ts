import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import type { CustomField } from './schema.ts';
import { type FieldRow, findFieldRow, listFieldRows, type RecordKind } from './store.ts';

export async function listFields(ctx: Ctx, object?: RecordKind): Promise<{ data: CustomField[] }> {
  return { data: (await listFieldRows(ctx, object)).map(toField) };
}

export async function readField(ctx: Ctx, fieldId: string): Promise<CustomField> {
  return toField(requireFound('custom-field', await findFieldRow(ctx, fieldId)));
}

const toField = ({ position: _, archivedAt, ...row }: FieldRow): CustomField => ({
  ...row,
  archivedAt: archivedAt?.toISOString() ?? null,
});
