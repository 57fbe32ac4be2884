import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { queueReasons } from '../../core/routing/route.ts';
import { Id, Instant } from '../../core/wire.ts';
import type { listQueue as contract, QueuedLead } from './schema.ts';
import { selectQueue } from './store.ts';

const Cursor = z.tuple([Instant, Id]);

/** One page of leads for which nobody is available, with since when they wait: that is their clock. */
export async function listQueue(
  ctx: Ctx,
  { cursor, limit }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: QueuedLead[]; nextCursor: string | null }> {
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await selectQueue(ctx, after, limit + 1);
  return toPage(
    rows,
    limit,
    ({ decidedAt, id }) => [decidedAt.toISOString(), id],
    ({ id, contactId, name, email, accountId, accountName, domain, grade, decidedAt, reason }) => ({
      qualificationId: id,
      contact: { id: contactId, name: name ?? email ?? '' },
      account: accountId === null ? null : { id: accountId, name: accountName ?? domain ?? '' },
      grade,
      since: decidedAt.toISOString(),
      reason,
      why: queueReasons[reason],
    }),
  );
}
