import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import type { ImportObject } from '../../core/imports/fields.ts';
import { Id } from '../../core/wire.ts';
import { selectKept } from './store.ts';

type Kept = { object: ImportObject; recordId: string; row: number; why: string };

/** One page of what undoing an import left, with why. */
export async function listKept(
  ctx: Ctx,
  importId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ data: Kept[]; nextCursor: string | null }> {
  const after = cursor === undefined ? null : decodeCursor(z.tuple([Id, z.string()]), cursor);
  return toPage(
    await selectKept(ctx, importId, after, limit + 1),
    limit,
    ({ recordId, part }) => [recordId, part],
    ({ object, recordId, rowNumber, kept }) => ({ object, recordId, row: rowNumber, why: kept }),
  );
}
