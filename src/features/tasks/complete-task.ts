import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { actForReading, readTask } from './read-task.ts';
import type { Task } from './schema.ts';
import { findTask, lockTask, updateTask } from './store.ts';

/** Says that a task is done. Of two who say so, the first did it. */
export async function completeTask(ctx: Ctx, taskId: string): Promise<Task> {
  return tx(ctx, async (ctx) => {
    const { doneAt } = requireFound('task', await lockTask(ctx, taskId));
    if (doneAt !== null) return readTask(actForReading(ctx), taskId);
    const doneBy = ctx.actor.kind === 'member' ? ctx.actor.id : null;
    await updateTask(ctx, taskId, { doneAt: ctx.now, doneBy });
    await recordChange(ctx, { verb: 'task.completed', object: 'task', objectId: taskId, after: { doneBy } });
    return readTask(actForReading(ctx), taskId);
  });
}

/** Says that a task is not done after all; whoever has it must be there to do it. */
export async function reopenTask(ctx: Ctx, taskId: string): Promise<Task> {
  return tx(ctx, async (ctx) => {
    const seen = requireFound('task', await findTask(actForReading(ctx), ctx, taskId));
    if (seen.doneAt === null) return readTask(actForReading(ctx), taskId);
    const member = await lockMember(ctx, seen.assigneeId);
    const { doneAt, doneBy, assigneeId } = requireFound('task', await lockTask(ctx, taskId));
    if (doneAt === null) return readTask(actForReading(ctx), taskId);
    if (assigneeId === seen.assigneeId) requireActive(member, '#/assigneeId');
    await updateTask(ctx, taskId, { doneAt: null, doneBy: null });
    await recordChange(ctx, { verb: 'task.reopened', object: 'task', objectId: taskId, before: { doneAt, doneBy } });
    return readTask(actForReading(ctx), taskId);
  });
}
