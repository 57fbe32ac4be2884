import { type Expression, type SqlBool, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import { type About, reachesRecord, recordName } from '../../db/record-scope.ts';
import { resolveReach, withinReach } from '../../db/scope.ts';

/** What the caller has or gave to somebody, what members within reach have, and what is about records within reach. */
function isReadable(ctx: Ctx): Expression<SqlBool> {
  if (resolveReach(ctx) === 'all') return sql<SqlBool>`true`;
  return sql<SqlBool>`(${isWritable(ctx)} or ${reachesRecord(ctx, 't')})`;
}

function isWritable(ctx: Ctx): Expression<SqlBool> {
  const mine = ctx.actor.kind === 'member' ? sql`t.created_by = ${ctx.actor.id}` : sql`false`;
  return sql<SqlBool>`(${withinReach(ctx, sql.ref('t.assignee_id'))} or ${mine})`;
}

const tasksOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('tasks as t')
    .innerJoin('members as assignee', (join) =>
      join.onRef('assignee.workspaceId', '=', 't.workspaceId').onRef('assignee.id', '=', 't.assigneeId'),
    )
    .leftJoin('members as creator', (join) =>
      join.onRef('creator.workspaceId', '=', 't.workspaceId').onRef('creator.id', '=', 't.createdBy'),
    )
    .leftJoin('members as doer', (join) =>
      join.onRef('doer.workspaceId', '=', 't.workspaceId').onRef('doer.id', '=', 't.doneBy'),
    )
    .where('t.workspaceId', '=', ctx.workspace)
    .where('t.deletedAt', 'is', null)
    .select(['t.id', 't.title', 't.note', 't.contactId', 't.accountId', 't.dealId', 't.assigneeId', 't.createdBy'])
    .select(['t.dueOn', 't.dueAt', 't.doneAt', 't.doneBy', 't.createdAt', 't.version'])
    .select(['assignee.name as assigneeName', 'creator.name as creatorName', 'doer.name as doerName'])
    .select(recordName(ctx.workspace, 't').as('recordName'));

/** With whether the caller may change it, given as which they would. */
const readTasks = (ctx: Ctx, writer: Ctx | null) =>
  tasksOf(ctx).select((writer === null ? sql<boolean>`false` : sql<boolean>`${isWritable(writer)}`).as('mayEdit'));

export type TaskRow = NonNullable<Awaited<ReturnType<typeof findTask>>>;

export async function findTask(ctx: Ctx, writer: Ctx | null, id: string) {
  return readTasks(ctx, writer).where('t.id', '=', id).where(isReadable(ctx)).executeTakeFirst();
}

/** A task that the caller may change. */
export async function lockTask(ctx: Ctx, id: string) {
  return tasksOf(ctx).where('t.id', '=', id).where(isWritable(ctx)).forUpdate('t').executeTakeFirst();
}

type Filter = { [Key in keyof About]?: string | undefined } & {
  state: 'open' | 'done';
  assigneeId: string | undefined;
  overdue: boolean;
};

const places = {
  open: { at: sql<Date | null>`coalesce(t.due_at, 'infinity'::timestamptz)`, direction: 'asc', than: sql.raw('>') },
  done: { at: sql<Date | null>`t.done_at`, direction: 'desc', than: sql.raw('<') },
} as const;

/** Open ones by when they are due, those without a date last; done ones, the latest first. */
export async function listRows(
  ctx: Ctx,
  writer: Ctx | null,
  filter: Filter,
  page: { after: readonly [at: string | null, id: string] | null; limit: number },
): Promise<TaskRow[]> {
  const { after, limit } = page;
  const { at, direction, than } = places[filter.state];
  let query = readTasks(ctx, writer)
    .where(isReadable(ctx))
    .where('t.doneAt', filter.state === 'open' ? 'is' : 'is not', null)
    .orderBy(at, direction)
    .orderBy('t.id', direction)
    .limit(limit);
  for (const column of ['contactId', 'accountId', 'dealId', 'assigneeId'] as const) {
    const id = filter[column];
    if (id !== undefined) query = query.where(`t.${column}`, '=', id);
  }
  if (filter.overdue) query = query.where('t.dueAt', '<=', ctx.now);
  if (after) {
    query = query.where(
      sql<boolean>`(${at}, t.id) ${than} (${after[0] ?? 'infinity'}::timestamptz, ${after[1]}::uuid)`,
    );
  }
  return query.execute();
}

/** How many open tasks a member has: all, those overdue, and those due before an instant but not overdue. */
export async function countOpenTasks(ctx: Ctx, memberId: string, until: Date) {
  const { rows } = await sql<{ open: number; overdue: number; today: number }>`
    select count(*)::integer as open,
           (count(*) filter (where due_at <= ${ctx.now}))::integer as overdue,
           (count(*) filter (where due_at > ${ctx.now} and due_at <= ${until}))::integer as today
    from tasks
    where workspace_id = ${ctx.workspace} and assignee_id = ${memberId} and done_at is null and deleted_at is null`.execute(
    ctx.db,
  );
  return rows[0] ?? { open: 0, overdue: 0, today: 0 };
}

type Due = { dueOn: string | null; dueAt: Date | null };
export type NewTask = About &
  Due & { id: string; title: string; note: string | null; assigneeId: string; createdBy: string | null };

export async function insertTask(ctx: Ctx, task: NewTask): Promise<void> {
  await ctx.db
    .insertInto('tasks')
    .values({ workspaceId: ctx.workspace, ...task, createdAt: ctx.now, updatedAt: ctx.now })
    .execute();
}

export type TaskValues = Partial<
  Due & {
    title: string;
    note: string | null;
    assigneeId: string;
    doneAt: Date | null;
    doneBy: string | null;
    deletedAt: Date;
  }
>;

export async function updateTask(ctx: Ctx, id: string, values: TaskValues): Promise<void> {
  await ctx.db
    .updateTable('tasks')
    .set((eb) => ({ ...values, updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** The zone in which days of a member begin and end. */
export async function findZone(ctx: Ctx, memberId: string): Promise<string> {
  const row = await ctx.db
    .selectFrom('members as m')
    .innerJoin('workspaces as w', 'w.id', 'm.workspaceId')
    .select(sql<string>`coalesce(m.zone, w.zone)`.as('zone'))
    .where('m.workspaceId', '=', ctx.workspace)
    .where('m.id', '=', memberId)
    .executeTakeFirst();
  return row?.zone ?? 'UTC';
}

/** Open tasks of a member, locked. */
export async function listOpen(ctx: Ctx, memberId: string) {
  return ctx.db
    .selectFrom('tasks')
    .select(['id', 'dueOn', 'dueAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where('assigneeId', '=', memberId)
    .where('doneAt', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Gives tasks to another member, each with the instant from which on it is overdue for them. */
export async function giveTasks(
  ctx: Ctx,
  toId: string,
  tasks: readonly { id: string; dueAt: Date | null }[],
): Promise<void> {
  await sql`
    update tasks t set assignee_id = ${toId}, due_at = given.due_at, updated_at = ${ctx.now}, version = t.version + 1
    from unnest(${tasks.map(({ id }) => id)}::uuid[], ${tasks.map(({ dueAt }) => dueAt)}::timestamptz[]) as given (id, due_at)
    where t.workspace_id = ${ctx.workspace} and t.id = given.id`.execute(ctx.db);
}
