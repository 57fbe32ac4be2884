import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { deleteList, lockList } from './store.ts';

/** Removes a list; who was on it stays. */
export async function removeList(ctx: Ctx, listId: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const { object, name, condition, size } = requireFound('list', await lockList(ctx, listId));
    const ids = await deleteList(ctx, listId);
    await judgeEdited(ctx, object, ids);
    await recordChange(ctx, {
      verb: 'list.removed',
      object: 'list',
      objectId: listId,
      before: { object, name, condition, size },
    });
  });
}
