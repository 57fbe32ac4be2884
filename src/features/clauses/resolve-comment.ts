import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { readComment } from './list-comments.ts';
import type { ClauseComment, resolveComment as contract } from './schema.ts';
import { insertComment, lockComment, setResolved } from './store.ts';

/** Closes a question or comment, with a last reply, or opens it again. Once more, it changes nothing. */
export async function resolveComment(
  ctx: Ctx,
  id: string,
  { resolved, reply }: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<ClauseComment> {
  const { id: memberId } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    const row = requireFound('comment', await lockComment(ctx, id));
    if (row.replyTo !== null) {
      throw new BatonError('invalid', 'comment.is-reply', 'A reply is closed with the question that it answers.');
    }
    const { versionId, clause } = row;
    const isNew = (row.resolvedAt !== null) !== resolved;
    if (reply !== undefined) {
      const said = { id: newId(ctx.now), versionId, clause, kind: 'comment', body: reply, place: null } as const;
      await insertComment(ctx, { ...said, replyTo: id, authorId: memberId, resolvedAt: null, resolvedBy: null });
    }
    if (isNew) await setResolved(ctx, id, resolved ? memberId : null);
    if (isNew || reply !== undefined) {
      const verb = resolved ? 'clause-comment.resolved' : 'clause-comment.reopened';
      const after = { clause, resolved, reply: reply ?? null };
      await recordChange(ctx, { verb, object: 'agreement', objectId: versionId, after });
    }
    return readComment(ctx, id);
  });
}
