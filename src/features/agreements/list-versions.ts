import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import type { listVersions as contract, VersionSummary } from './schema.ts';
import { listVersionRows } from './store.ts';
import { summariseVersion } from './summarise-version.ts';

const Cursor = z.tuple([z.int().min(1).max(2_147_483_647)]);

/** One page of versions, the newest first. */
export async function listVersions(
  ctx: Ctx,
  { cursor, limit }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: VersionSummary[]; nextCursor: string | null }> {
  const before = cursor === undefined ? null : decodeCursor(Cursor, cursor)[0];
  const rows = await listVersionRows(ctx, before, limit + 1);
  return toPage(
    rows,
    limit,
    (row) => [row.number],
    (row) => summariseVersion(ctx, row),
  );
}
