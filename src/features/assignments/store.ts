import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Considered, QueueReason } from '../../core/routing/route.ts';

/** Who had a handoff, the first first. */
export async function selectAssignments(ctx: Ctx, handoffId: string) {
  return ctx.db
    .selectFrom('assignments as g')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'g.workspaceId').onRef('m.id', '=', 'g.memberId'),
    )
    .select(['g.memberId', 'm.name', 'g.fromAt', 'g.toAt', 'g.cause'])
    .where('g.workspaceId', '=', ctx.workspace)
    .where('g.handoffId', '=', handoffId)
    .orderBy('g.fromAt')
    .execute();
}

/** The last decision of routing about a lead: it names whom it looked at. */
const lastLook = (ctx: Ctx) => sql`(
  select r.considered from routing_log r
  where r.workspace_id = ${ctx.workspace} and r.qualification_id = q.id and r.handoff_id is null
  order by r.at desc, r.id desc limit 1
)`;

/** Whoever does not assign leads reaches those that routing would bring them: of which a rule names them. */
const isReached = (ctx: Ctx) =>
  ctx.reach === 'own'
    ? sql<boolean>`coalesce(${lastLook(ctx)}, '[]') @> ${JSON.stringify([{ memberId: ctx.actor.id }])}::jsonb`
    : sql<boolean>`true`;

/** Leads for which nobody is available, those that wait longest first. */
export async function selectQueue(ctx: Ctx, after: readonly [since: string, id: string] | null, limit: number) {
  const since = sql<Date>`date_trunc('milliseconds', coalesce(q.queued_at, q.decided_at))`;
  let query = ctx.db
    .selectFrom('qualifications as q')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'q.workspaceId').onRef('c.id', '=', 'q.contactId'),
    )
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.workspaceId', '=', 'c.workspaceId').onRef('a.id', '=', 'c.accountId'),
    )
    .select(['q.id', 'q.contactId', 'c.name', 'c.email', 'c.grade', 'a.id as accountId'])
    .select([
      'a.name as accountName',
      'a.domain',
      since.as('since'),
      sql<QueueReason>`coalesce(q.queue_reason, 'nobody-available')`.as('reason'),
      sql<Considered[]>`coalesce(${lastLook(ctx)}, '[]')`.as('considered'),
    ])
    .where('q.workspaceId', '=', ctx.workspace)
    .where('q.status', '=', 'queued')
    .where('c.deletedAt', 'is', null)
    .where(isReached(ctx))
    .orderBy(since)
    .orderBy('q.id')
    .limit(limit);
  if (after) query = query.where(sql<boolean>`(${since}, q.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return query.execute();
}

export type QueueRow = Awaited<ReturnType<typeof selectQueue>>[number];

export async function countQueue(ctx: Ctx): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('qualifications as q')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'q.workspaceId').onRef('c.id', '=', 'q.contactId').on('c.deletedAt', 'is', null),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('q.workspaceId', '=', ctx.workspace)
    .where('q.status', '=', 'queued')
    .where(isReached(ctx))
    .executeTakeFirstOrThrow();
  return count;
}

/** Who has what came of a lead that waited, within reach; nobody while it waits. */
export async function findWaiting(ctx: Ctx, qualificationId: string) {
  return ctx.db
    .selectFrom('qualifications as q')
    .leftJoin('handoffs as h', (join) =>
      join.onRef('h.workspaceId', '=', 'q.workspaceId').onRef('h.qualificationId', '=', 'q.id'),
    )
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'h.workspaceId').onRef('m.id', '=', 'h.memberId'),
    )
    .select(['q.contactId', 'q.status', 'h.memberId', 'h.assignedAt', 'm.name as memberName'])
    .where('q.workspaceId', '=', ctx.workspace)
    .where('q.id', '=', qualificationId)
    .where(isReached(ctx))
    .orderBy('h.number', 'desc')
    .executeTakeFirst();
}
