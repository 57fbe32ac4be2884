import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { QueueReason } from '../../core/routing/route.ts';

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

/** Leads for which nobody is available, those that wait longest first. */
export async function selectQueue(ctx: Ctx, after: readonly [since: string, id: string] | null, limit: number) {
  let query = ctx.db
    .selectFrom('qualifications as q')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'q.workspaceId').onRef('c.id', '=', 'q.contactId'),
    )
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.workspaceId', '=', 'c.workspaceId').onRef('a.id', '=', 'c.accountId'),
    )
    .select(['q.id', 'q.contactId', 'c.name', 'c.email', 'c.grade', 'q.decidedAt', 'a.id as accountId'])
    .select([
      'a.name as accountName',
      'a.domain',
      sql<QueueReason>`coalesce(q.queue_reason, 'nobody-available')`.as('reason'),
    ])
    .where('q.workspaceId', '=', ctx.workspace)
    .where('q.status', '=', 'queued')
    .orderBy('q.decidedAt')
    .orderBy('q.id')
    .limit(limit);
  if (after) query = query.where(sql<boolean>`(q.decided_at, q.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return query.execute();
}
