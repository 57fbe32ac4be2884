import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id, Instant } from '../../core/wire.ts';
import { toAbsence } from './read-absence.ts';
import type { Absence, listAbsences as contract } from './schema.ts';
import { listAbsences as listRows } from './store.ts';

const Cursor = z.tuple([Instant, Id]);

/** One page of absences that end after an instant, by default now, the nearest end first. */
export async function listAbsences(
  ctx: Ctx,
  query: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: Absence[]; nextCursor: string | null }> {
  const { cursor, limit, endsAfter, memberId } = query;
  const rows = await listRows(ctx, {
    endsAfter: endsAfter === undefined ? ctx.now : new Date(endsAfter),
    memberId,
    after: cursor === undefined ? null : decodeCursor(Cursor, cursor),
    limit: limit + 1,
  });
  return toPage(rows, limit, (row) => [row.endsAt.toISOString(), row.id], toAbsence);
}
