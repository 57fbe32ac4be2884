import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import type { Period } from '../../core/agreement/amount.ts';
import type { AnyPromise } from '../../core/agreement/schema-promises.ts';
import type { ClockKind } from '../../core/handoff/clock-effects.ts';
import type { Days } from '../../core/promises/period.ts';
import { newId } from '../../db/ids.ts';
import { withinReach } from '../../db/scope.ts';
import type { AgreementInForce } from '../agreements/find-agreement.ts';

/** A version with the promise of one key as it stood in it. */
export type PromisedBy = {
  readonly version: AgreementInForce;
  readonly inForceTo: number | null;
  readonly promise: AnyPromise;
};

/** A promise of the version in force, with the span that is asked for and what earlier versions made of it. */
export type AskedPromise = {
  readonly clause: string;
  readonly key: string;
  readonly department: Department;
  readonly promise: AnyPromise;
  readonly kind: ClockKind | null;
  readonly sentence: string;
  readonly per: Period;
  readonly days: Days;
  readonly from: Date;
  readonly until: Date;
  /** The versions in force in the span that promise this too, the earliest first. */
  readonly versions: readonly PromisedBy[];
};

/** One case of a promise, whatever the promise is about. */
export type Case = {
  id: string;
  at: Date;
  state: 'kept' | 'broken' | 'running';
  versionId: string;
  department: 'marketing' | 'sales';
  handoffId: string | null;
  qualificationId: string | null;
  memberId: string | null;
  dueAt: Date | null;
  answeredAt: Date | null;
  value: string | null;
};

/**
 * The cases of a promise in its span, as a select: counts and lists are made of the same one, so that they cannot differ.
 * Every one begins at a key or an index of time. Null where no version in force in the span promised it by such cases.
 */
export function selectCases(ctx: Ctx, asked: AskedPromise): RawBuilder<Case> | null {
  if (asked.kind !== null) return selectClocks(ctx, asked);
  if (asked.versions.length === 0) return null;
  switch (asked.promise.promise) {
    case 'required information delivered':
      return selectQualifications(ctx, asked);
    case 'rejected with a reason of':
      return selectHandoffs(ctx, asked, {
        where: sql`not h.explore and not h.sales_sourced and not h.overturned`,
        state: sql`case when h.status = 'offered' then 'running'
          when h.status = 'rejected' and ${anyOf(asked.versions, (by) => sql`h.reason = any(${reasonsOf(by)}::text[])`)}
          then 'broken' else 'kept' end`,
      });
    case 'hand back after the attempts':
      return selectHandoffs(ctx, asked, {
        where: sql`h.status = 'handed-back'
          and ${anyOf(asked.versions, (by) => sql`h.reason = any(${reasonsOf(by)}::text[])`)}`,
        state: sql`case when ${anyOf(asked.versions, (by) => cameBackTooSoon(ctx, by))} then 'broken' else 'kept' end`,
      });
    default:
      // One that an arbitration gave back stands for the lead that was handed over before, and counts no second time.
      return selectHandoffs(ctx, asked, {
        where: sql`not h.explore and not h.sales_sourced and h.follows is null
          and ${anyOf(asked.versions, (by) => isCounted(by, asked.key))}`,
        state: sql`'kept'`,
      });
  }
}

/** Ids grow with time, and a record is never written before it begins: from this one on are those that began later. */
function firstIdOf(from: Date): string {
  return `${newId(from).slice(0, 13)}-7000-8000-000000000000`;
}

/** A clock is kept or broken by its instants; one that runs past its due instant is broken whoever has noted it. */
function selectClocks(ctx: Ctx, { kind, key, from, until }: AskedPromise): RawBuilder<Case> {
  return sql<Case>`
    select c.id, c.started_at as at,
           case when c.outcome is not null then c.outcome when c.due_at < ${ctx.now} then 'broken' else 'running' end as state,
           c.version_id, c.department, c.handoff_id, c.qualification_id, c.member_id, c.due_at, c.answered_at,
           null::bigint as value
    from clocks c
    where c.workspace_id = ${ctx.workspace} and c.id >= ${firstIdOf(from)}::uuid
      and c.started_at >= ${from} and c.started_at < ${until} and c.kind = ${kind} and c.clause = ${key}
      and c.outcome is distinct from 'cancelled'`;
}

/** A lead that Sales found, one of the explore share and one that was cancelled are in no such figure. */
function selectHandoffs(
  ctx: Ctx,
  { versions, department, from, until }: AskedPromise,
  { where, state }: { where: RawBuilder<unknown>; state: RawBuilder<unknown> },
): RawBuilder<Case> {
  return sql<Case>`
    select h.id, h.offered_at as at, ${state} as state, h.version_id, ${department}::text as department, h.id as handoff_id,
           h.qualification_id, h.member_id, null::timestamptz as due_at, h.verdict_at as answered_at, h.expected_value as value
    from handoffs h
    where h.workspace_id = ${ctx.workspace} and h.offered_at >= ${from} and h.offered_at < ${until}
      and h.version_id = any(${versions.map(({ version }) => version.id)}::uuid[]) and h.status <> 'cancelled' and ${where}`;
}

/** Complete is who qualified with everything required; whose information had to be completed first has a clock for it. */
function selectQualifications(ctx: Ctx, { versions, from, until }: AskedPromise): RawBuilder<Case> {
  return sql<Case>`
    select q.id, q.decided_at as at,
           case when q.status = 'incomplete' or q.id in (
             select k.qualification_id from clocks k
             where k.workspace_id = ${ctx.workspace} and k.id >= ${firstIdOf(from)}::uuid and k.kind = 'complete'
           ) then 'broken' else 'kept' end as state,
           q.version_id, 'marketing'::text as department, null::uuid as handoff_id, q.id as qualification_id,
           null::uuid as member_id, null::timestamptz as due_at, q.handed_over_at as answered_at, null::bigint as value
    from qualifications q
    where q.workspace_id = ${ctx.workspace} and q.id >= ${firstIdOf(from)}::uuid
      and q.decided_at >= ${from} and q.decided_at < ${until} and q.status <> 'withdrawn' and not q.explore
      and q.version_id = any(${versions.map(({ version }) => version.id)}::uuid[])`;
}

/** A condition for each version, each on its own handoffs. */
function anyOf(versions: readonly PromisedBy[], condition: (by: PromisedBy) => RawBuilder<unknown>) {
  return sql`(${sql.join(
    versions.map((by) => sql`(h.version_id = ${by.version.id}::uuid and ${condition(by)})`),
    sql` or `,
  )})`;
}

function reasonsOf({ version, promise }: PromisedBy): string[] {
  if ('reasons' in promise) return promise.reasons;
  const reasons = version.agreement.feedback?.reasons ?? [];
  return reasons.filter(({ onlyAfter }) => onlyAfter === 'attempts').map(({ key }) => key);
}

/** What counts a lead is noted when it is handed over; of one from before that was noted only the segment is known. */
function isCounted({ promise }: PromisedBy, key: string) {
  const segment = 'segment' in promise ? (promise.segment ?? null) : null;
  const hasCondition = 'when' in promise && promise.when !== undefined;
  return sql`(case when h.promises ? 'counted' then h.promises->'counted' ? ${key}
    else ${!hasCondition} and (${segment}::text is null or h.brief->'segment'->>'key' = ${segment}) end)`;
}

/** Passed to the same rep before the agreed days were over, although the lead had not asked for anything since. */
function cameBackTooSoon(ctx: Ctx, { promise }: PromisedBy) {
  const days = ('sameRepAgainAfter' in promise ? promise.sameRepAgainAfter : undefined) ?? 0;
  return sql`exists (
    select from handoffs n
    where n.workspace_id = ${ctx.workspace} and n.contact_id = h.contact_id and n.number = h.number + 1
      and n.member_id = h.member_id and n.offered_at < h.closed_at + ${days} * interval '1 millisecond'
      and not exists (
        select from routing_log l
        where l.workspace_id = ${ctx.workspace} and l.handoff_id = n.id
          and l.input->'lead'->'lastPass'->>'highIntentAt' is not null
      ))`;
}

/** Versions that were in force within a span, the earliest first. */
export async function listVersionsWithin(ctx: Ctx, from: Date, until: Date) {
  return ctx.db
    .selectFrom('agreementVersions')
    .select(['id', 'inForceTo'])
    .where('workspaceId', '=', ctx.workspace)
    .where('status', 'in', ['signed', 'in-force', 'superseded'])
    .where(
      sql<boolean>`coalesce(in_force_from, effective_at) <= ${ctx.now} and coalesce(in_force_from, effective_at) < ${until}
        and (in_force_to is null or in_force_to > ${from})`,
    )
    .orderBy(sql`coalesce(in_force_from, effective_at)`)
    .execute();
}

export type CaseCount = {
  place: number;
  versionId: string;
  department: Case['department'];
  state: Case['state'];
  n: number;
};

/** How many cases of each state there are, by promise (its place in the list), version and department; one statement for all. */
export async function countCases(ctx: Ctx, asked: readonly AskedPromise[]): Promise<CaseCount[]> {
  const parts = placed(ctx, asked, (one) => one);
  if (parts.length === 0) return [];
  const { rows } = await sql<CaseCount>`
    select place, version_id, department, state, count(*)::int as n
    from (${sql.join(parts, sql` union all `)}) cases
    group by place, version_id, department, state`.execute(ctx.db);
  return rows;
}

/** What came on each day of promises about an amount: so many leads, and what they are worth in minor units. */
export async function sumByDay(
  ctx: Ctx,
  asked: readonly (AskedPromise & { starts: readonly Date[] })[],
): Promise<{ place: number; day: number; n: number; value: number }[]> {
  const parts = placed(
    ctx,
    asked,
    (cases, { starts }) =>
      sql`select width_bucket(c.at, ${[...starts]}::timestamptz[]) as day, c.value from (${cases}) c`,
  );
  if (parts.length === 0) return [];
  const { rows } = await sql<{ place: number; day: number; n: number; value: string }>`
    select place, day, count(*)::int as n, coalesce(sum(value), 0) as value
    from (${sql.join(parts, sql` union all `)}) days
    group by place, day`.execute(ctx.db);
  return rows.map((row) => ({ ...row, value: Number(row.value) }));
}

function placed<One extends AskedPromise>(
  ctx: Ctx,
  asked: readonly One[],
  wrap: (cases: RawBuilder<Case>, one: One) => RawBuilder<unknown>,
): RawBuilder<unknown>[] {
  return asked.flatMap((one, place) => {
    const cases = selectCases(ctx, one);
    return cases === null ? [] : [sql`select ${place}::int as place, p.* from (${wrap(cases, one)}) p`];
  });
}

/** One page of the cases of a promise within reach, the latest first, with whom they are about. */
export async function listCases(
  ctx: Ctx,
  cases: RawBuilder<Case>,
  filter: { state: Case['state'] | null; department: Case['department'] | null },
  page: { after: readonly [at: string, id: string] | null; limit: number },
) {
  const after =
    page.after === null ? sql`true` : sql`(k.at, k.id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`;
  const named = (table: string) => sql`coalesce(${sql.ref(`${table}.name`)}, ${sql.ref(`${table}.email`)}, '')`;
  const { rows } = await sql<
    Case & {
      contactId: string;
      contactName: string;
      accountId: string | null;
      accountName: string | null;
      memberName: string | null;
      reason: string | null;
      rejectionId: string | null;
      versionNumber: number;
    }
  >`
    select k.*, p.id as contact_id, ${named('p')} as contact_name, a.id as account_id, coalesce(a.name, a.domain) as account_name,
           m.name as member_name, h.reason, r.id as rejection_id, v.number as version_number
    from (${cases}) k
    left join handoffs h on h.workspace_id = ${ctx.workspace} and h.id = k.handoff_id
    left join qualifications q on q.workspace_id = ${ctx.workspace} and q.id = k.qualification_id
    join contacts p on p.workspace_id = ${ctx.workspace} and p.id = coalesce(h.contact_id, q.contact_id)
    left join accounts a on a.workspace_id = ${ctx.workspace} and a.id = coalesce(h.account_id, p.account_id)
    left join members m on m.workspace_id = ${ctx.workspace} and m.id = k.member_id
    left join rejections r on r.workspace_id = ${ctx.workspace} and r.handoff_id = k.handoff_id
    join agreement_versions v on v.workspace_id = ${ctx.workspace} and v.id = k.version_id
    where (${withinReach(ctx, sql.ref('k.member_id'))} or ${withinReach(ctx, sql.ref('h.member_id'))})
      and (${filter.state}::text is null or k.state = ${filter.state})
      and (${filter.department}::text is null or k.department = ${filter.department})
      and ${after}
    order by k.at desc, k.id desc
    limit ${page.limit}`.execute(ctx.db);
  return rows;
}
