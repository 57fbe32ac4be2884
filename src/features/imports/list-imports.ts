import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id, Instant } from '../../core/wire.ts';
import { listKept as listLeft } from '../import-records/list-kept.ts';
import { giveImport } from './give-import.ts';
import type { Import, KeptRecord, ReportRow } from './schema.ts';
import { selectImport, selectImports, selectReport } from './store.ts';

type Query = { cursor?: string | undefined; limit: number };
type Page<Item> = { data: Item[]; nextCursor: string | null };

/** One page of imports, the newest first. */
export async function listImports(ctx: Ctx, { cursor, limit }: Query): Promise<Page<Import>> {
  const after = cursor === undefined ? null : decodeCursor(z.tuple([Instant, Id]), cursor);
  const rows = await selectImports(ctx, after, limit + 1);
  return toPage(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id], giveImport);
}

/** One page of the rows of which there is something to say, as they stand in the file. */
export async function listRows(
  ctx: Ctx,
  importId: string,
  { cursor, limit, status }: Query & { status?: 'fault' | 'skipped' | 'flagged' | undefined },
): Promise<Page<ReportRow>> {
  await selectImport(ctx, importId);
  const [after] = cursor === undefined ? [0] : decodeCursor(z.tuple([z.int()]), cursor);
  const rows = await selectReport(ctx, importId, { status, after, limit: limit + 1 });
  return toPage(
    rows,
    limit,
    ({ number }) => [number],
    ({ problem, ...row }) => ({ ...row, problem: problem ?? '' }),
  );
}

/** One page of what undoing an import left, with why. */
export async function listKept(ctx: Ctx, importId: string, query: Query): Promise<Page<KeptRecord>> {
  await selectImport(ctx, importId);
  return listLeft(ctx, importId, query);
}
