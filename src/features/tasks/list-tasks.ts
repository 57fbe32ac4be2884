import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { createDayReader, listZoneDays } from '../../core/calendar/day.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id, Instant } from '../../core/wire.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { actForEditing, toTask } from './read-task.ts';
import type { listTasks as contract, Task } from './schema.ts';
import { countOpenTasks, findZone, listRows } from './store.ts';

const Cursor = z.tuple([Instant.nullable(), Id]);

/** One page of tasks within reach: open ones by when they are due, or done ones, the latest first. */
export async function listTasks(
  ctx: Ctx,
  query: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: Task[]; nextCursor: string | null }> {
  const { cursor, limit, state, assignee, overdue = false, ...about } = query;
  const assigneeId = assignee === 'me' ? signedIn(ctx).id : assignee;
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const filter = { ...about, state, assigneeId, overdue };
  const rows = await listRows(ctx, actForEditing(ctx), filter, { after, limit: limit + 1 });
  return toPage(
    rows,
    limit,
    ({ dueAt, doneAt, id }) => [(state === 'open' ? dueAt : doneAt)?.toISOString() ?? null, id],
    (row) => toTask(ctx, row),
  );
}

/** How many open tasks the caller has, how many are overdue, and how many more are due before their day is over. */
export async function countTasks(ctx: Ctx): Promise<{ open: number; overdue: number; today: number }> {
  const { id } = signedIn(ctx);
  const zone = await findZone(ctx, id);
  const [today] = listZoneDays(zone, createDayReader(zone)(ctx.now.getTime()), 1);
  return countOpenTasks(ctx, id, today === undefined ? ctx.now : new Date(today.until));
}
