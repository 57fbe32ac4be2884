import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id, Instant } from '../../core/wire.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { toNote } from './read-note.ts';
import type { listMentions as contract, Mention } from './schema.ts';
import { countUnread, listMentionRows } from './store.ts';

const Cursor = z.tuple([Instant, Id]);

/** Notes that mention the caller, the latest first, and how many of all they have not read. */
export async function listMentions(
  ctx: Ctx,
  { cursor, limit, unread = false }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: Mention[]; nextCursor: string | null; unread: number }> {
  const { id: memberId } = signedIn(ctx);
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await listMentionRows(ctx, memberId, { unread, after, limit: limit + 1 });
  const page = toPage(
    rows,
    limit,
    ({ mentionedAt, id }) => [mentionedAt.toISOString(), id],
    ({ mentionedAt, readAt, mentionedBy, mentionedByName, ...note }): Mention => ({
      note: toNote(ctx, note),
      by: mentionedBy === null ? null : { id: mentionedBy, name: mentionedByName ?? '' },
      at: mentionedAt.toISOString(),
      readAt: readAt?.toISOString() ?? null,
    }),
  );
  return { ...page, unread: await countUnread(ctx, memberId) };
}
