import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { whichRecord } from '../../db/record-scope.ts';
import { actForWriting } from '../contacts/read-contact.ts';
import type { Task } from './schema.ts';
import { findTask, type TaskRow } from './store.ts';

/** One task within reach. */
export async function readTask(ctx: Ctx, taskId: string): Promise<Task> {
  return toTask(ctx, requireFound('task', await findTask(ctx, actForEditing(ctx), taskId)));
}

/** The same caller with the reach of their right to change tasks, which is that of people; null for who may never. */
export function actForEditing(ctx: Ctx): Ctx | null {
  const acting = actForWriting(ctx);
  return acting && { ...ctx, reach: acting.reach };
}

/** The caller with the reach of their right to read. */
export const actForReading = (ctx: Ctx): Ctx => (ctx.reach === 'all' ? ctx : { ...ctx, reach: 'visible' });

export function toTask(ctx: Ctx, row: TaskRow): Task {
  const { id, title, note, dueOn, dueAt, doneAt, createdAt, mayEdit, version } = row;
  const record = whichRecord(row);
  const named = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });
  return {
    ...{ id, title, note, dueOn, mayEdit, version },
    about: record && { ...record, name: row.recordName ?? '' },
    assignee: { id: row.assigneeId, name: row.assigneeName },
    createdBy: named(row.createdBy, row.creatorName),
    dueAt: dueAt?.toISOString() ?? null,
    isOverdue: doneAt === null && dueAt !== null && dueAt <= ctx.now,
    doneAt: doneAt?.toISOString() ?? null,
    doneBy: named(row.doneBy, row.doerName),
    createdAt: createdAt.toISOString(),
  };
}
