import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import { loadVersion } from '../agreements/load-version.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { readComment } from './list-comments.ts';
import { requireClause } from './require-clause.ts';
import type { ClauseComment, writeComment as contract } from './schema.ts';
import { insertComment, lockComment } from './store.ts';

type Said = z.output<NonNullable<(typeof contract)['body']>>;

/** Writes a comment on a clause, a question about it, or a reply to one. */
export async function writeComment(
  ctx: Ctx,
  versionId: string,
  { clause, kind, body, replyTo }: Said,
  place: string | null = null,
): Promise<ClauseComment> {
  const { id: authorId } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    requireClause(await loadVersion(ctx, versionId), clause);
    const id = newId(ctx.now);
    const thread = replyTo === undefined ? null : requireFound('comment', await lockComment(ctx, replyTo));
    if (thread !== null && (thread.clause !== clause || thread.replyTo !== null)) {
      const detail = 'Reply to a comment or question about the same clause.';
      throw new BatonError('invalid', 'comment.other-clause', detail, { errors: [{ pointer: '#/replyTo', detail }] });
    }
    const row = { id, versionId, clause, kind: thread === null ? kind : 'comment', body, place, authorId } as const;
    await insertComment(ctx, { ...row, replyTo: thread?.id ?? null, resolvedAt: null, resolvedBy: null });
    const after = { id, clause, kind: row.kind, body, replyTo: thread?.id ?? null };
    await recordChange(ctx, { verb: 'clause.commented', object: 'agreement', objectId: versionId, after });
    return readComment(ctx, thread?.id ?? id);
  });
}
