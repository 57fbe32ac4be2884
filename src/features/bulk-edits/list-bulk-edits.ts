import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { requireFound } from '../../core/version.ts';
import { Id, Instant } from '../../core/wire.ts';
import { authorise } from '../../http/authorise.ts';
import { readers } from '../contacts/schema.ts';
import { giveBulkEdit } from './give-bulk-edit.ts';
import type { BulkEdit, BulkRecord, listBulkRecords as recordsContract } from './schema.ts';
import { findBulkEdit, listBulkEditRows, listRecordRows } from './store.ts';

type Page<Item> = { data: Item[]; nextCursor: string | null };

/** One page of changes of many, the newest first. */
export async function listBulkEdits(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<BulkEdit>> {
  const after = cursor === undefined ? null : decodeCursor(z.tuple([Instant, Id]), cursor);
  const rows = await listBulkEditRows(ctx, after, limit + 1);
  return toPage(rows, limit, ({ createdAt, id }) => [createdAt.toISOString(), id], giveBulkEdit);
}

export async function readBulkEdit(ctx: Ctx, bulkEditId: string): Promise<BulkEdit> {
  return giveBulkEdit(requireFound('bulk-edit', await findBulkEdit(ctx, bulkEditId)));
}

/** One page of the records of a change, those of a state where one is asked for. */
export async function listBulkRecords(
  ctx: Ctx,
  bulkEditId: string,
  { cursor, limit, status }: z.output<NonNullable<(typeof recordsContract)['query']>>,
): Promise<Page<BulkRecord>> {
  const bulkEdit = requireFound('bulk-edit', await findBulkEdit(ctx, bulkEditId));
  const [after] = cursor === undefined ? [0] : decodeCursor(z.tuple([z.int()]), cursor);
  // Names of what the caller may see, though they may not change it.
  const seeing = { ...ctx, reach: authorise(readers, { workspace: ctx.workspace, actor: ctx.actor, csrfToken: null }) };
  const rows = await listRecordRows(seeing, bulkEdit, { status, after, limit: limit + 1 });
  return toPage(
    rows,
    limit,
    ({ number }) => [number],
    ({ recordId, label, status, problem }) => ({ recordId, label, status, problem }),
  );
}
