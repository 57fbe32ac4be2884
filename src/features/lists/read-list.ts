import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import type { List } from './schema.ts';
import { findListRow, type ListRow } from './store.ts';

export async function readList(ctx: Ctx, listId: string): Promise<List> {
  return toList(requireFound('list', await findListRow(ctx, listId)));
}

export function toList({ id, object, name, condition, size, createdAt, version }: ListRow): List {
  return {
    id,
    object,
    name,
    condition,
    size: condition === null ? (size ?? 0) : null,
    createdAt: createdAt.toISOString(),
    version,
  };
}
