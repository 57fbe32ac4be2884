import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import { holdRecord, whichRecord } from '../../db/record-scope.ts';
import { recordChange } from '../audit/record-change.ts';
import { toAbout } from '../notes/create-note.ts';
import { checkAssignee, dueWhen } from './check-assignee.ts';
import { readTask } from './read-task.ts';
import type { createTask as contract, Task } from './schema.ts';
import { insertTask } from './store.ts';

/** Gives an active member something to do; about a record only if both may read that. */
export async function createTask(ctx: Ctx, given: z.output<NonNullable<(typeof contract)['body']>>): Promise<Task> {
  return tx(ctx, async (ctx) => {
    const { title, note = null, dueOn = null } = given;
    const createdBy = ctx.actor.kind === 'member' ? ctx.actor.id : null;
    const assigneeId = given.assigneeId ?? createdBy;
    if (assigneeId === null) {
      const detail = 'Say who is to do it.';
      const errors = [{ pointer: '#/assigneeId', detail }];
      throw new BatonError('invalid', 'task.assignee-needed', detail, { errors });
    }
    const about = toAbout(given);
    const assignee = await checkAssignee(ctx, assigneeId, about);
    const record = whichRecord(about);
    if (record !== null) requireFound(record.kind, await holdRecord(ctx, about));
    const id = newId(ctx.now);
    const dueAt = dueWhen(assignee.zone, { dueOn, dueAt: given.dueAt ? new Date(given.dueAt) : null });
    await insertTask(ctx, { ...about, id, title, note, assigneeId, createdBy, dueOn, dueAt });
    const after = { title, note, about: record?.id ?? null, assigneeId, dueOn, dueAt: dueAt?.toISOString() ?? null };
    await recordChange(ctx, { verb: 'task.created', object: 'task', objectId: id, after });
    return readTask(ctx, id);
  });
}
