import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id, Instant } from '../../core/wire.ts';
import { toNote } from './read-note.ts';
import type { listNotes as contract, Note } from './schema.ts';
import { listRows } from './store.ts';

/** A boolean is written as 0 or 1, since cursors hold texts and numbers. */
const Cursor = z.tuple([z.literal([0, 1]), Instant, Id]);

/** One page of notes on a record, or of all within reach: pinned ones first, then the latest. */
export async function listNotes(
  ctx: Ctx,
  { cursor, limit, ...about }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: Note[]; nextCursor: string | null }> {
  const place = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const after = place && ([place[0] === 1, place[1], place[2]] as const);
  const rows = await listRows(ctx, about, { after, limit: limit + 1 });
  return toPage(
    rows,
    limit,
    ({ pinned, at, id }) => [pinned ? 1 : 0, at.toISOString(), id],
    (row) => toNote(ctx, row),
  );
}
