import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { requireFound } from '../../core/version.ts';
import { Id } from '../../core/wire.ts';
import { readVersionNumber } from '../agreements/read-version.ts';
import type { ClauseComment, listComments as contract } from './schema.ts';
import { type CommentRow, listCommentRows, listReplies } from './store.ts';

/** A boolean is written as 0 or 1, since cursors hold texts and numbers. */
const Cursor = z.tuple([z.literal([0, 1]), Id]);

/** One page of what was said about a clause, or about all, up to a version. */
export async function listComments(
  ctx: Ctx,
  versionId: string,
  { cursor, limit, clause, open }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: ClauseComment[]; nextCursor: string | null }> {
  const number = await readVersionNumber(ctx, versionId);
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await listCommentRows(ctx, { number, clause, open }, after, limit + 1);
  const describe = await describeWithReplies(ctx, rows.slice(0, limit));
  return toPage(rows, limit, ({ openFirst, id }) => [openFirst, id], describe);
}

/** One comment or question with its replies; throws `comment.not-found` (404). */
export async function readComment(ctx: Ctx, id: string): Promise<ClauseComment> {
  const [row] = await listCommentRows(ctx, { number: 2_147_483_647, id }, null, 1);
  const found = requireFound('comment', row);
  return (await describeWithReplies(ctx, [found]))(found);
}

async function describeWithReplies(ctx: Ctx, rows: readonly CommentRow[]): Promise<(row: CommentRow) => ClauseComment> {
  const ids = rows.map(({ id }) => id);
  const replies = Map.groupBy(ids.length === 0 ? [] : await listReplies(ctx, ids), ({ replyTo }) => replyTo);
  return (row) => ({
    id: row.id,
    clause: row.clause,
    kind: row.kind,
    body: row.body,
    author: { id: row.authorId, name: row.author },
    at: row.at.toISOString(),
    version: { id: row.versionId, number: row.number },
    place: row.place,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    resolvedBy: row.resolvedBy === null || row.resolver === null ? null : { id: row.resolvedBy, name: row.resolver },
    replies: (replies.get(row.id) ?? []).map(({ id, body, authorId, author, at }) => ({
      ...{ id, body, author: { id: authorId, name: author }, at: at.toISOString() },
    })),
    mayRemove: mayRemove(ctx, row.authorId),
  });
}

/** Authors remove what they wrote, admins what anybody did. */
export const mayRemove = ({ actor }: Ctx, authorId: string): boolean =>
  actor.kind === 'member' && (actor.id === authorId || actor.role === 'admin');
