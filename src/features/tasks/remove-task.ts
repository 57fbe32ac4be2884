import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockTask, updateTask } from './store.ts';

/** Removes a task, open or done. */
export async function removeTask(ctx: Ctx, taskId: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const { title, note, assigneeId, doneAt } = requireFound('task', await lockTask(ctx, taskId));
    await updateTask(ctx, taskId, { deletedAt: ctx.now });
    const before = { title, note, assigneeId, doneAt };
    await recordChange(ctx, { verb: 'task.removed', object: 'task', objectId: taskId, before });
  });
}
