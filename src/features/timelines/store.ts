import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { ActivityKind, Direction } from '../../core/activity.ts';
import { reachesContact } from '../../db/contact-scope.ts';
import type { WordKind } from '../../db/people-tables.ts';

/** Where a page ended: entries of one instant are told apart by their keys. */
export type Place = readonly [at: string, key: string];

/** The people of a company or a deal within reach, or the one person, that a timeline is about. */
export type Subject = { contactId: string } | { accountId: string } | { dealId: string; accountId: string | null };

export async function selectSubjects(ctx: Ctx, subject: Subject) {
  return ctx.db
    .selectFrom('contacts as c')
    .select(['c.id', 'c.name', 'c.email', 'c.phone'])
    .where('c.workspaceId', '=', ctx.workspace)
    .where(
      'contactId' in subject
        ? sql<boolean>`c.id = ${subject.contactId}`
        : 'dealId' in subject
          ? sql<boolean>`(c.account_id = ${subject.accountId} or c.id in (
              select l.contact_id from deal_contacts l
              where l.workspace_id = ${ctx.workspace} and l.deal_id = ${subject.dealId}
            ))`
          : sql<boolean>`c.account_id = ${subject.accountId}`,
    )
    .where('c.mergedInto', 'is', null)
    .where('contactId' in subject ? sql<boolean>`true` : sql<boolean>`c.deleted_at is null`)
    .where(reachesContact(ctx))
    .orderBy('c.id')
    .execute();
}

export type TouchEntry = {
  id: string;
  key: string;
  at: Date;
  contactId: string;
  department: 'marketing' | 'sales';
  memberName: string | null;
} & { [Kind in WordKind]: string | null };

/** The latest touches of some contacts before a place, as words. */
export async function selectTouchEntries(
  ctx: Ctx,
  contactIds: readonly string[],
  before: Place | null,
  limit: number,
): Promise<TouchEntry[]> {
  const word = (column: string) =>
    sql`(select w.value from dictionary w where w.workspace_id = ${ctx.workspace} and w.code = ${sql.ref(`t.${column}`)})`;
  const { rows } = await sql<TouchEntry>`
    select t.id, t.key, t.at, t.contact_id, t.department, m.name as member_name,
      ${word('kind')} as kind, ${word('name')} as name, ${word('path')} as path, ${word('host')} as host,
      ${word('form')} as form, ${word('campaign')} as campaign, ${word('channel')} as channel,
      ${word('source')} as source, ${word('medium')} as medium, ${word('content')} as content
    from (
      select touch.*, 'touch:' || touch.id as key, i.contact_id
      from identities i
      join touches touch on touch.workspace_id = i.workspace_id and touch.identity_id = i.id
      where i.workspace_id = ${ctx.workspace} and i.contact_id = any(${contactIds}::uuid[])
        -- What an activity is stands as that.
        and not (touch.department = 'sales' and exists (
          select from activities logged where logged.workspace_id = ${ctx.workspace} and logged.touch_id = touch.id
        ))
        and ${isBefore(sql`touch.at`, sql`'touch:' || touch.id`, before)}
      order by touch.at desc, ('touch:' || touch.id) collate "C" desc
      limit ${limit}
    ) t
    left join members m on m.workspace_id = ${ctx.workspace} and m.id = t.member_id`.execute(ctx.db);
  return rows;
}

export type OtherKind = 'stage' | 'journey' | 'handoff' | 'consent';
export type OtherEntry = {
  kind: OtherKind;
  key: string;
  at: Date;
  contactId: string;
  /** What was before and what came: of a handoff its first member and what became of it. */
  was: string | null;
  became: string | null;
  reason: string | null;
  note: string | null;
  memberName: string | null;
  memberDepartment: 'marketing' | 'sales' | 'both' | null;
};

/** The latest moves, steps, handoffs and consents of some contacts before a place. */
export async function selectOtherEntries(
  ctx: Ctx,
  contactIds: readonly string[],
  kinds: readonly OtherKind[],
  before: Place | null,
  limit: number,
): Promise<OtherEntry[]> {
  const { workspace } = ctx;
  const theirs = sql`workspace_id = ${workspace} and contact_id = any(${contactIds}::uuid[])`;
  const handoff = (at: string, step: string, became: string, reason: string) => sql`
    select 'handoff', 'handoff:' || id || ${sql.lit(step)}, ${sql.ref(at)}, contact_id, null, ${sql.raw(became)},
           ${sql.raw(reason)}, null, member_id
    from handoffs where ${theirs} and ${sql.ref(at)} is not null`;
  const { rows } = await sql<OtherEntry>`
    select e.kind, e.key, e.at, e.contact_id, e.was, e.became, e.reason, e.note,
           m.name as member_name, m.department as member_department
    from (
      select 'stage' as kind, 'stage:' || contact_id || ':' || to_char(seq, 'FM000000') as key,
             coalesce(occurred_at, decided_at) as at, contact_id, from_stage as was, to_stage as became, reason, note,
             case when actor_kind = 'user' then actor_id::uuid end as member_id
      from transitions where ${theirs}
      union all
      select 'journey', 'journey:' || contact_id || ':' || to_char(seq, 'FM000000'), at, contact_id, from_step, to_step,
             null, null, null
      from journey_events where ${theirs}
      union all ${handoff('offered_at', ':1', "'offered'", 'null')}
      union all ${handoff('accepted_at', ':2', "'accepted'", 'accepted_by')}
      union all ${handoff('closed_at', ':3', 'status', 'reason')}
      union all
      select 'consent', 'consent:' || id, at, contact_id, purpose, status, text_version, proof ->> 'how',
             (proof ->> 'memberId')::uuid
      from consents where ${theirs}
    ) e
    left join members m on m.workspace_id = ${workspace} and m.id = e.member_id
    where e.kind = any(${kinds}::text[]) and ${isBefore(sql`e.at`, sql`e.key`, before)}
    order by e.at desc, e.key collate "C" desc
    limit ${limit}`.execute(ctx.db);
  return rows;
}

export type WorkKind = 'note' | 'task' | 'activity';
export type WorkEntry = {
  kind: WorkKind;
  key: string;
  id: string;
  at: Date;
  contactId: string | null;
  /** The text of a note, the title of a task, what was noted of an activity. */
  body: string | null;
  /** Of an activity: its kind, direction, outcome and length, and how it is known. */
  activityKind: ActivityKind | null;
  direction: Direction | null;
  outcome: string | null;
  minutes: number | null;
  known: 'typed' | 'observed' | null;
  withdrawn: string | null;
  pinned: boolean;
  mentions: string[];
  /** Who wrote or did it, and by whom it may be changed. */
  memberId: string | null;
  memberName: string | null;
  memberDepartment: 'marketing' | 'sales' | 'both' | null;
  editorId: string | null;
};

/** Whom work is about: people, a company with its deals, or one deal with its company. */
export type AboutWork = { contactIds: readonly string[]; accountId: string | null; dealId: string | null };

/** The latest notes, tasks that are done, and activities of some contacts, and of a company and its deals, before a place. */
export async function selectWorkEntries(
  ctx: Ctx,
  { contactIds, accountId, dealId }: AboutWork,
  kinds: readonly WorkKind[],
  before: Place | null,
  limit: number,
): Promise<WorkEntry[]> {
  const { workspace } = ctx;
  const theirs = sql`contact_id = any(${contactIds}::uuid[])`;
  const about =
    dealId !== null
      ? sql`(${theirs} or account_id = ${accountId} or deal_id = ${dealId})`
      : accountId === null
        ? theirs
        : sql`(${theirs} or account_id = ${accountId} or deal_id in (
          select d.id from deals d
          where d.workspace_id = ${workspace} and d.account_id = ${accountId} and d.deleted_at is null
        ))`;
  const none = sql`null::text, null::text, null::text, null::integer, null::text, null::text`;
  const { rows } = await sql<WorkEntry>`
    select e.*, m.name as member_name, m.department as member_department,
      case when e.kind = 'note' then array(
        select x.written from note_mentions x
        where x.workspace_id = ${workspace} and x.note_id = e.id order by x.written
      ) else '{}' end as mentions
    from (
      select 'note' as kind, 'note:' || id as key, id, at, contact_id, body, null::text as activity_kind,
             null::text as direction, null::text as outcome, null::integer as minutes, null::text as known,
             null::text as withdrawn, pinned, author_id as member_id, author_id as editor_id
      from notes where workspace_id = ${workspace} and deleted_at is null and ${about}
      union all
      select 'task', 'task:' || id, id, done_at, contact_id, title, ${none}, false, done_by, null
      from tasks where workspace_id = ${workspace} and deleted_at is null and done_at is not null and ${about}
      union all
      select 'activity', 'activity:' || id, id, at, contact_id, note, kind, direction, outcome, minutes, known,
             case when withdrawn_at is not null then coalesce(withdrawn_reason, '') end, false, member_id,
             coalesce(logged_by, member_id)
      from activities where workspace_id = ${workspace} and ${theirs}
    ) e
    left join members m on m.workspace_id = ${workspace} and m.id = e.member_id
    where e.kind = any(${kinds}::text[]) and ${isBefore(sql`e.at`, sql`e.key`, before)}
    order by e.at desc, e.key collate "C" desc
    limit ${limit}`.execute(ctx.db);
  return rows;
}

export type DealEntry = {
  key: string;
  at: Date;
  step: 'opened' | 'moved' | 'won' | 'lost' | 'reopened';
  dealName: string;
  stage: string;
  reason: string | null;
  note: string | null;
  memberName: string | null;
};

/** What happened to the deals of some contacts, to those of a company, or to one deal, before a place. */
export async function selectDealEntries(
  ctx: Ctx,
  { contactIds, accountId, dealId }: AboutWork,
  before: Place | null,
  limit: number,
): Promise<DealEntry[]> {
  const theirs = sql`d.id in (
    select l.deal_id from deal_contacts l
    where l.workspace_id = ${ctx.workspace} and l.contact_id = any(${contactIds}::uuid[])
  )`;
  const which =
    dealId !== null
      ? sql`d.id = ${dealId}`
      : accountId === null
        ? theirs
        : sql`(d.account_id = ${accountId} or ${theirs})`;
  const { rows } = await sql<DealEntry>`
    select 'deal:' || t.id as key, t.at, t.kind as step, d.name as deal_name, t.stage, t.reason, t.note, m.name as member_name
    from deals d
    join deal_stages t on t.workspace_id = d.workspace_id and t.deal_id = d.id
    left join members m on m.workspace_id = t.workspace_id and t.actor_kind = 'user' and m.id::text = t.actor_id
    where d.workspace_id = ${ctx.workspace} and d.deleted_at is null and ${which}
      and ${isBefore(sql`t.at`, sql`'deal:' || t.id`, before)}
    order by t.at desc, ('deal:' || t.id) collate "C" desc
    limit ${limit}`.execute(ctx.db);
  return rows;
}

function isBefore(at: ReturnType<typeof sql>, key: ReturnType<typeof sql>, before: Place | null) {
  if (before === null) return sql`true`;
  return sql`${at} <= ${before[0]}::timestamptz and (${at}, (${key}) collate "C") < (${before[0]}::timestamptz, ${before[1]})`;
}
