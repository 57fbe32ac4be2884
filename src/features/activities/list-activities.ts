import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id, Instant } from '../../core/wire.ts';
import { toActivity } from './read-activity.ts';
import type { Activity, listActivities as contract } from './schema.ts';
import { listRows } from './store.ts';

const Cursor = z.tuple([Instant, Id]);

/** One page of activities with people within reach, the latest first; withdrawn ones too. */
export async function listActivities(
  ctx: Ctx,
  { cursor, limit, contactId, dealId }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: Activity[]; nextCursor: string | null }> {
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await listRows(ctx, { contactId, dealId }, { after, limit: limit + 1 });
  return toPage(
    rows,
    limit,
    ({ at, id }) => [at.toISOString(), id],
    (row) => toActivity(ctx, row),
  );
}
