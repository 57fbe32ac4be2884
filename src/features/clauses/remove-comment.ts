import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { mayRemove } from './list-comments.ts';
import { deleteComment, lockComment } from './store.ts';

/** Removes a comment or a reply; of one that others replied to, the replies too. */
export async function removeComment(ctx: Ctx, id: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const { authorId, versionId, clause, body } = requireFound('comment', await lockComment(ctx, id));
    if (!mayRemove(ctx, authorId)) {
      throw new BatonError('forbidden', 'comment.forbidden', 'Only its author and admins remove a comment.');
    }
    await deleteComment(ctx, id);
    const before = { id, clause, body };
    await recordChange(ctx, { verb: 'clause-comment.removed', object: 'agreement', objectId: versionId, before });
  });
}
