import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { ClockKind } from '../../core/handoff/clock-effects.ts';
import { reachesContact } from '../../db/contact-scope.ts';
import { isOwed } from '../../db/owed-clock.ts';
import { reachesDeal } from '../../db/record-scope.ts';
import { withinReach } from '../../db/scope.ts';
import type { exceptionKinds } from './schema.ts';

/** Moves that stand: those that were taken back later, and the rows that took them back, are left out. */
const standing = (ctx: Ctx) => sql`t.workspace_id = ${ctx.workspace} and t.compensates is null and not exists (
  select from transitions u where u.workspace_id = ${ctx.workspace} and u.contact_id = t.contact_id and u.compensates = t.move)`;

/** How often stages were entered since an instant, each person once a cycle. */
export async function countEntries(ctx: Ctx, stages: readonly string[], from: Date): Promise<Map<string, number>> {
  const { rows } = await sql<{ stage: string; n: number }>`
    select to_stage as stage, count(distinct (t.contact_id, t.cycle))::int as n
    from transitions t
    where ${standing(ctx)} and t.to_stage = any(${[...stages]}::text[])
      and t.occurred_at >= ${from} and t.occurred_at <= ${ctx.now}
    group by to_stage`.execute(ctx.db);
  return new Map(rows.map(({ stage, n }) => [stage, n]));
}

/** The ways from one stage to another of people who entered the first since an instant: one row for each cycle. */
export async function selectPassages(ctx: Ctx, from: string, to: string, since: Date) {
  const first = (stages: readonly string[], as: string) => sql`(
    select min(t.occurred_at) from transitions t
    where ${standing(ctx)} and t.contact_id = e.contact_id and t.cycle = e.cycle and t.to_stage = any(${[...stages]}::text[])
  ) as ${sql.ref(as)}`;
  const { rows } = await sql<{
    lead: string;
    cycle: number;
    enteredAt: Date;
    reachedAt: Date | null;
    endedAt: Date | null;
  }>`
    select e.contact_id as lead, e.cycle, e.entered_at, ${first([to], 'reached_at')},
           ${first(['recycled', 'disqualified', 'other'], 'ended_at')}
    from (
      select t.contact_id, t.cycle, min(t.occurred_at) as entered_at
      from transitions t
      where ${standing(ctx)} and t.to_stage = ${from} and t.occurred_at >= ${since} and t.occurred_at <= ${ctx.now}
      group by t.contact_id, t.cycle
    ) e`.execute(ctx.db);
  return rows;
}

export type ExceptionRow = {
  kind: (typeof exceptionKinds)[number];
  count: number;
  total: number;
  id: string;
  clock: ClockKind | null;
  clause: string | null;
  department: 'marketing' | 'sales';
  since: Date;
  dueAt: Date | null;
  contactId: string;
  contactName: string;
  accountName: string | null;
  memberId: string | null;
  memberName: string | null;
  handoffId: string | null;
  rejectionId: string | null;
  value: number | null;
};

/** What needs somebody now, so many of each kind that are due first, with the count of all within reach. */
export async function selectExceptions(ctx: Ctx, mostEach: number): Promise<ExceptionRow[]> {
  const late = (kinds: RawBuilder<unknown>) => sql`
    from handoffs h
    join clocks c on c.workspace_id = ${ctx.workspace} and c.handoff_id = h.id and ${kinds}
    where h.workspace_id = ${ctx.workspace} and h.closed_at is null and c.due_at < ${ctx.now} and c.answered_at is null
      and c.outcome is distinct from 'cancelled' and ${isOwed('c', 'h')} and ${withinReach(ctx, sql.ref('h.member_id'))}`;
  const ofClock = sql`c.id, c.kind as clock, c.clause, c.department, c.started_at as since, c.due_at, c.member_id`;
  const unsettled = (status: string) => sql`
    from rejections r
    join handoffs h on h.workspace_id = ${ctx.workspace} and h.id = r.handoff_id
    left join lateral (
      select k.clause, k.department, k.due_at from clocks k
      where k.workspace_id = ${ctx.workspace} and k.handoff_id = h.id and k.outcome is distinct from 'cancelled'
        and k.answered_at is null and k.kind = ${status === 'open' ? 'answer' : 'arbitrate'}
      order by k.due_at limit 1
    ) c on true
    where r.workspace_id = ${ctx.workspace} and r.status = ${status}
      and (${withinReach(ctx, sql.ref('h.member_id'))} or ${withinReach(ctx, sql.ref('r.answerer_id'))})`;
  const { rows } = await sql<ExceptionRow>`
    with needed as (
      select 'unworked' as kind, ${ofClock}, h.contact_id, h.id as handoff_id, null::uuid as rejection_id, h.expected_value as value
      ${late(sql`c.kind = 'respond'`)}
      union all
      select 'overdue', ${ofClock}, h.contact_id, h.id, null::uuid, h.expected_value
      ${late(sql`c.kind in ('decide', 'qualify', 'attempts')`)}
      union all
      select 'overdue', ${ofClock}, q.contact_id, null::uuid, null::uuid, null::bigint
      from qualifications q
      join clocks c on c.workspace_id = ${ctx.workspace} and c.qualification_id = q.id and c.handoff_id is null
        and c.due_at < ${ctx.now} and c.answered_at is null and c.outcome is distinct from 'cancelled'
      where q.workspace_id = ${ctx.workspace} and q.status = 'incomplete' and ${withinReach(ctx, sql.ref('c.member_id'))}
      union all
      select 'arbitration', r.id, 'arbitrate', c.clause, 'marketing', r.contested_at, c.due_at, null::uuid, h.contact_id, h.id, r.id,
             h.expected_value
      ${unsettled('contested')}
      union all
      select 'answer', r.id, 'answer', c.clause, coalesce(c.department, 'marketing'), r.opened_at, c.due_at, r.answerer_id,
             h.contact_id, h.id, r.id, h.expected_value
      ${unsettled('open')}
      union all
      select 'queue', q.id, w.kind, w.clause, 'sales', coalesce(q.queued_at, q.decided_at), w.due_at, w.member_id, q.contact_id,
             null::uuid, null::uuid, null::bigint
      from qualifications q
      join contacts p on p.workspace_id = ${ctx.workspace} and p.id = q.contact_id and p.deleted_at is null
        and ${reachesContact(ctx, 'p')}
      left join lateral (
        select k.kind, k.clause, k.due_at, k.member_id from clocks k
        where k.workspace_id = ${ctx.workspace} and k.qualification_id = q.id and k.kind = 'assign' and k.answered_at is null
          and k.outcome is distinct from 'cancelled'
        order by k.started_at desc limit 1
      ) w on true
      where q.workspace_id = ${ctx.workspace} and q.status = 'queued'
    ), ranked as (
      select n.*, count(*) over (partition by kind)::int as count, coalesce(sum(value) over (partition by kind), 0) as total,
             row_number() over (partition by kind order by due_at nulls last, since, id) as place
      from needed n
    )
    select r.*, coalesce(p.name, p.email, p.phone, '') as contact_name, coalesce(a.name, a.domain) as account_name,
           m.name as member_name
    from ranked r
    join contacts p on p.workspace_id = ${ctx.workspace} and p.id = r.contact_id
    left join accounts a on a.workspace_id = ${ctx.workspace} and a.id = p.account_id
    left join members m on m.workspace_id = ${ctx.workspace} and m.id = r.member_id
    where r.place <= ${mostEach}
    order by r.kind, r.place`.execute(ctx.db);
  return rows.map((row) => ({
    ...row,
    total: Number(row.total),
    value: row.value === null ? null : Number(row.value),
  }));
}

/** Active members whom an agreement binds and who have not acknowledged a version, by name; with how many there are. */
export async function selectUnacknowledged(ctx: Ctx, versionId: string, most: number) {
  const { rows } = await sql<{ id: string; name: string; count: number }>`
    select m.id, m.name, count(*) over ()::int as count
    from members m
    where m.workspace_id = ${ctx.workspace} and m.active and m.role not in ('viewer', 'sponsor') and not exists (
      select from acknowledgements a
      where a.workspace_id = ${ctx.workspace} and a.version_id = ${versionId}::uuid and a.member_id = m.id
    )
    order by m.name_key, m.id
    limit ${most}`.execute(ctx.db);
  return rows;
}

/** The attempts since an instant to reach leads of members within reach that stand, and how many of them were typed. */
export async function countAttempts(ctx: Ctx, kinds: readonly string[], from: Date) {
  const { rows } = await sql<{ count: number; typed: number }>`
    select count(*)::int as count, (count(*) filter (where v.known = 'typed'))::int as typed
    from activities v
    where v.workspace_id = ${ctx.workspace} and v.at >= ${from} and v.at <= ${ctx.now} and v.live and not v.automated
      and v.kind = any(${[...kinds]}::text[]) and v.direction = 'outbound' and v.withdrawn_at is null
      and v.outcome is distinct from 'bounced' and v.outcome is distinct from 'wrong-number'
      and exists (
        select from handoffs h
        where h.workspace_id = ${ctx.workspace} and h.contact_id = v.contact_id and h.offered_at <= v.at
          and (h.closed_at is null or h.closed_at >= v.at) and ${withinReach(ctx, sql.ref('h.member_id'))}
      )`.execute(ctx.db);
  return rows[0] ?? { count: 0, typed: 0 };
}

/** The last deals within reach that were won, with the first handoff that led to each. */
export async function selectWins(ctx: Ctx, most: number) {
  const { rows } = await sql<{
    id: string;
    name: string;
    amount: string | null;
    currency: string;
    wonAt: Date;
    accountId: string | null;
    accountName: string | null;
    ownerId: string | null;
    ownerName: string | null;
    campaign: string | null;
    offeredAt: Date | null;
    marketerId: string | null;
    marketerName: string | null;
  }>`
    select w.id, w.name, w.amount, w.currency, w.won_at, a.id as account_id, coalesce(a.name, a.domain) as account_name,
           o.id as owner_id, o.name as owner_name, h.campaign, h.offered_at, k.id as marketer_id, k.name as marketer_name
    from (
      select d.* from deals d
      where d.workspace_id = ${ctx.workspace} and d.won_at is not null and d.deleted_at is null and d.kind <> 'churn'
        and ${reachesDeal(ctx, 'd')}
      order by d.won_at desc, d.id desc
      limit ${most}
    ) w
    left join accounts a on a.workspace_id = ${ctx.workspace} and a.id = w.account_id
    left join members o on o.workspace_id = ${ctx.workspace} and o.id = w.owner_id
    left join lateral (
      select g.campaign, g.offered_at, g.marketing_owner_id from handoffs g
      where g.workspace_id = ${ctx.workspace} and not g.sales_sourced and g.status <> 'cancelled' and g.contact_id in (
        select c.contact_id from deal_contacts c where c.workspace_id = ${ctx.workspace} and c.deal_id = w.id
      ) and g.offered_at <= w.won_at
      order by g.deal_id is distinct from w.id, g.offered_at
      limit 1
    ) h on true
    left join members k on k.workspace_id = ${ctx.workspace} and k.id = h.marketing_owner_id
    order by w.won_at desc, w.id desc`.execute(ctx.db);
  return rows;
}
