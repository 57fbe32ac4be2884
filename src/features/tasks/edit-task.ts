import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { applyChange } from '../../core/change.ts';
import { requireFound, requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkAssignee, dueWhen } from './check-assignee.ts';
import { actForReading, readTask } from './read-task.ts';
import type { editTask as contract, Task } from './schema.ts';
import { findTask, findZone, lockTask, updateTask } from './store.ts';

/** Changes what is to be done, by when and by whom; a day is a day of whoever has the task. */
export async function editTask(
  ctx: Ctx,
  taskId: string,
  version: number,
  given: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Task> {
  return tx(ctx, async (ctx) => {
    const reader = actForReading(ctx);
    const seen = requireFound('task', await findTask(reader, ctx, taskId));
    const { assigneeId } = given;
    // Members before what is theirs.
    if (assigneeId !== undefined && assigneeId !== seen.assigneeId) await checkAssignee(ctx, assigneeId, seen);
    const row = requireVersion('task', await lockTask(ctx, taskId), version);
    const before = { title: row.title, note: row.note, assigneeId: row.assigneeId, dueOn: row.dueOn, dueAt: row.dueAt };
    const { next } = applyChange(before, { title: given.title, note: given.note, assigneeId });
    const due = dueOf(given, row);
    const dueAt = dueWhen(await findZone(ctx, next.assigneeId), due);
    const after = { ...next, dueOn: due.dueOn, dueAt };
    if (JSON.stringify(after) === JSON.stringify(before)) return readTask(reader, taskId);
    await updateTask(ctx, taskId, after);
    await recordChange(ctx, { verb: 'task.edited', object: 'task', objectId: taskId, before, after });
    return readTask(reader, taskId);
  });
}

type Due = { dueOn: string | null; dueAt: Date | null };

/** A day takes the place of an instant, and the other way round; null of either takes the date away. */
function dueOf(
  { dueOn, dueAt }: { dueOn?: string | null | undefined; dueAt?: string | null | undefined },
  was: Due,
): Due {
  if (dueOn) return { dueOn, dueAt: null };
  if (dueAt) return { dueOn: null, dueAt: new Date(dueAt) };
  if (dueOn === null || dueAt === null) return { dueOn: null, dueAt: null };
  return { dueOn: was.dueOn, dueAt: was.dueAt };
}
