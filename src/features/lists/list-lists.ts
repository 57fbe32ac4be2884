import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id } from '../../core/wire.ts';
import { toList } from './read-list.ts';
import type { listLists as contract, List } from './schema.ts';
import { listListRows } from './store.ts';

const Cursor = z.tuple([z.string().max(300), Id]);

/** One page of lists by name. */
export async function listLists(
  ctx: Ctx,
  query: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: List[]; nextCursor: string | null }> {
  const { cursor, limit, object } = query;
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await listListRows(ctx, { object, after, limit: limit + 1 });
  return toPage(rows, limit, (row) => [row.nameKey, row.id], toList);
}
