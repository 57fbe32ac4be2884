import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { JourneyEvent } from '../../core/lifecycle/journey.ts';
import type { QueueReason } from '../../core/routing/route.ts';

const mine = (column: string, ids: readonly string[]) => sql<boolean>`${sql.ref(column)} = any(${ids}::uuid[])`;

/** People with their companies, as far as conditions ask; those who were merged or removed are left out. Locked in order. */
export async function lockPeople(ctx: Ctx, ids: readonly string[]) {
  return peopleOf(ctx, ids).forUpdate('c').execute();
}

/** Which state of its row each contact is in: whoever writes to it, and whatever, makes another. */
export async function selectStamps(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await ctx.db
    .selectFrom('contacts as c')
    .select(['c.id', sql<string>`c.xmin::text`.as('stamp')])
    .where('c.workspaceId', '=', ctx.workspace)
    .where(mine('c.id', ids))
    .execute();
  return new Map(rows.map(({ id, stamp }) => [id, stamp]));
}

/** The same, for who only reads. */
export async function selectPeople(ctx: Ctx, ids: readonly string[]) {
  return peopleOf(ctx, ids).execute();
}

function peopleOf(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('contacts as c')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.workspaceId', '=', 'c.workspaceId').onRef('a.id', '=', 'c.accountId').on('a.deletedAt', 'is', null),
    )
    .select([
      'c.id',
      sql<string>`c.xmin::text`.as('stamp'),
      'c.accountId',
      'c.email',
      'c.emailDomain',
      'c.mailbox',
      'c.name',
      'c.firstName',
      'c.lastName',
      'c.title',
      'c.phone',
      'c.country',
      'c.language',
      'c.source',
      'c.ownerId',
      'c.foundBy',
      'c.protectedUntil',
      'c.reachable',
      'c.consent',
      'c.fields',
      'c.wakeUpAt',
      'c.createdAt',
      'a.id as foundAccountId',
      'a.name as accountName',
      'a.domain as accountDomain',
      'a.industry as accountIndustry',
      'a.country as accountCountry',
      'a.employees as accountEmployees',
      'a.revenue as accountRevenue',
      'a.ownerId as accountOwnerId',
      'a.tier as accountTier',
      'a.isTarget as accountIsTarget',
      'a.fields as accountFields',
    ])
    .where('c.workspaceId', '=', ctx.workspace)
    .where(mine('c.id', ids))
    .where('c.mergedInto', 'is', null)
    .where('c.deletedAt', 'is', null)
    .orderBy('c.id');
}

export type PersonRow = Awaited<ReturnType<typeof lockPeople>>[number];

export async function selectJourneys(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('journeyEvents')
    .select(['contactId', 'fromStep', 'toStep', 'at', 'kind'])
    .where('workspaceId', '=', ctx.workspace)
    .where(mine('contactId', ids))
    .orderBy('contactId')
    .orderBy('seq')
    .execute();
}

export async function selectQualifications(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('qualifications')
    .select(['id', 'contactId', 'cycle', 'status', 'explore', 'occurredAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where(mine('contactId', ids))
    .execute();
}

/** The deal of each contact that conditions ask about: the open one, else the one closed last. */
export async function selectDeals(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('dealContacts as dc')
    .innerJoin('deals as d', (join) =>
      join.onRef('d.workspaceId', '=', 'dc.workspaceId').onRef('d.id', '=', 'dc.dealId').on('d.deletedAt', 'is', null),
    )
    .distinctOn('dc.contactId')
    .select(['dc.contactId', 'd.wonAt', 'd.lostAt', 'd.baseAmount', 'd.stage', 'd.expectedClose', 'd.kind'])
    .where('dc.workspaceId', '=', ctx.workspace)
    .where(mine('dc.contactId', ids))
    .orderBy('dc.contactId')
    .orderBy(sql`coalesce(d.won_at, d.lost_at) desc nulls first`)
    .orderBy('d.id', 'desc')
    .execute();
}

/** What Sales confirmed in the last handoff of each contact. */
export async function selectConfirmations(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('handoffs')
    .distinctOn('contactId')
    .select(['contactId', 'confirm'])
    .where('workspaceId', '=', ctx.workspace)
    .where(mine('contactId', ids))
    .orderBy('contactId')
    .orderBy('number', 'desc')
    .execute();
}

/** The lists that contacts, or their accounts, are on. */
export async function selectLists(ctx: Ctx, recordIds: readonly string[]) {
  return ctx.db
    .selectFrom('listEntries as e')
    .innerJoin('lists as l', (join) => join.onRef('l.workspaceId', '=', 'e.workspaceId').onRef('l.id', '=', 'e.listId'))
    .select(['e.recordId', 'l.name', 'l.object'])
    .where('e.workspaceId', '=', ctx.workspace)
    .where(mine('e.recordId', recordIds))
    .execute();
}

export type ContactState = {
  id: string;
  fit: number | null;
  engagement: number | null;
  grade: string | null;
  persona: string | null;
  segment: string | null;
  touch_count: number;
  last_touch_at: string | null;
  scored_under: string;
  valid_until: string | null;
  current_stage: string | null;
  furthest_stage: string | null;
  cycle: number;
  cycle_began_at: string | null;
  journey_step: string | null;
};

/** Writes what follows for contacts from what is known of them, and where they stand. */
export async function updateStates(ctx: Ctx, states: readonly ContactState[]): Promise<void> {
  if (states.length === 0) return;
  await sql`
    update contacts c set
      fit = s.fit, engagement = s.engagement, grade = s.grade, persona = s.persona, segment = s.segment,
      touch_count = s.touch_count, last_touch_at = s.last_touch_at, scored_at = ${ctx.now},
      scored_under = s.scored_under, valid_until = s.valid_until, current_stage = s.current_stage,
      furthest_stage = s.furthest_stage, cycle = s.cycle, cycle_began_at = s.cycle_began_at,
      journey_step = s.journey_step
    from jsonb_to_recordset(${JSON.stringify(states)}::jsonb) as s (
      id uuid, fit float8, engagement float8, grade text, persona text, segment text, touch_count integer,
      last_touch_at timestamptz, scored_under uuid, valid_until timestamptz, current_stage text, furthest_stage text,
      cycle integer, cycle_began_at timestamptz, journey_step text
    )
    where c.workspace_id = ${ctx.workspace} and c.id = s.id`.execute(ctx.db);
}

export async function insertJourneyEvents(
  ctx: Ctx,
  versionId: string,
  events: readonly { contactId: string; seq: number; event: JourneyEvent }[],
): Promise<void> {
  if (events.length === 0) return;
  await ctx.db
    .insertInto('journeyEvents')
    .values(
      events.map(({ contactId, seq, event }) => ({
        workspaceId: ctx.workspace,
        contactId,
        seq,
        fromStep: event.from,
        toStep: event.to,
        at: new Date(event.at),
        kind: event.kind,
        versionId,
      })),
    )
    .execute();
}

export type NewQualification = {
  id: string;
  contactId: string;
  cycle: number;
  status: 'incomplete' | 'queued';
  clause: string;
  versionId: string;
  explore: boolean;
  missing: string[];
  queueReason: QueueReason | null;
  evidence: unknown[];
  occurredAt: Date;
};

/** Writes decisions. One that was completed since takes the place of the one that waited; after one that was withdrawn all is new. */
export async function saveQualifications(ctx: Ctx, rows: readonly NewQualification[]): Promise<void> {
  if (rows.length === 0) return;
  const sorted = [...rows].sort((a, b) => (a.contactId < b.contactId ? -1 : 1));
  await ctx.db
    .insertInto('qualifications')
    .values(
      sorted.map(({ evidence, ...row }) => ({
        workspaceId: ctx.workspace,
        ...row,
        evidence: JSON.stringify(evidence),
        decidedAt: ctx.now,
        handedOverAt: null,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'contactId', 'cycle']).doUpdateSet(({ ref }) => ({
        ...{ status: ref('excluded.status'), missing: ref('excluded.missing') },
        ...{ clause: anew('clause'), versionId: anew('version_id'), explore: anew('explore') },
        ...{ evidence: anew('evidence'), occurredAt: anew('occurred_at'), decidedAt: anew('decided_at') },
        ...{ queuedAt: anew('queued_at'), queueReason: anew('queue_reason') },
      })),
    )
    .execute();
}

const anew = (column: string) =>
  sql<never>`case qualifications.status when 'withdrawn' then ${sql.ref(`excluded.${column}`)} else ${sql.ref(`qualifications.${column}`)} end`;

/** Contacts about whom something changes by time alone, those overdue longest first. */
export async function selectDueContacts(ctx: Ctx, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('validUntil', '<=', ctx.now)
    .where('mergedInto', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('validUntil')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Contacts who were judged by another version than the one in force, or never. */
export async function selectOutdatedContacts(ctx: Ctx, versionId: string, limit: number): Promise<string[]> {
  // In three ranges of the index, in its order: "is distinct from" would read all of it, and without an order the table may be.
  const range = (condition: RawBuilder<boolean>) =>
    sql`(select id from contacts
         where workspace_id = ${ctx.workspace} and ${condition} and merged_into is null and deleted_at is null
         order by scored_under limit ${limit})`;
  const { rows } = await sql<{ id: string }>`
    ${range(sql`scored_under is null`)}
    union all ${range(sql`scored_under < ${versionId}::uuid`)}
    union all ${range(sql`scored_under > ${versionId}::uuid`)}
    limit ${limit}`.execute(ctx.db);
  return rows.map(({ id }) => id);
}

/** Contacts whose qualification waits in the queue for somebody who is available. */
export async function selectQueuedContacts(ctx: Ctx, qualificationIds: readonly string[]): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('qualifications')
    .select('contactId')
    .where('workspaceId', '=', ctx.workspace)
    .where('status', '=', 'queued')
    .where(mine('id', qualificationIds))
    .execute();
  return rows.map(({ contactId }) => contactId);
}

/** How many touches contacts have and when the last one was: all that is worked out of them while no agreement is in force. */
export async function updateTouchCounts(ctx: Ctx, ids: readonly string[]): Promise<void> {
  const sorted = [...ids].sort();
  await sql`
    update contacts c set touch_count = counted.touches, last_touch_at = counted.last_touch_at
    from (
      select contact.id, count(t.id)::integer as touches, max(t.at) as last_touch_at
      from unnest(${sorted}::uuid[]) as contact (id)
      left join identities i on i.workspace_id = ${ctx.workspace} and i.contact_id = contact.id
      left join touches t on t.workspace_id = i.workspace_id and t.identity_id = i.id
      group by contact.id
    ) as counted
    where c.workspace_id = ${ctx.workspace} and c.id = counted.id
      and (c.touch_count, c.last_touch_at) is distinct from (counted.touches, counted.last_touch_at)`.execute(ctx.db);
}

/** The people of some companies, in the order of their ids. */
export async function selectPeopleOf(ctx: Ctx, accountIds: readonly string[]): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where(mine('accountId', accountIds))
    .where('mergedInto', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Has contacts judged with those about whom something changes by time. */
export async function markDue(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.db
    .updateTable('contacts')
    .set({ validUntil: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where(mine('id', ids))
    .execute();
}

/** What was worked out of some contacts under a version, in the order of their ids. */
export async function selectScored(ctx: Ctx, versionId: string, after: string | null, limit: number) {
  let query = ctx.db
    .selectFrom('contacts')
    .select(['id', 'fit', 'engagement', 'grade', 'persona', 'segment', 'touchCount', 'lastTouchAt', 'scoredAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where('scoredUnder', '=', versionId)
    .where('mergedInto', 'is', null)
    .where('deletedAt', 'is', null)
    // What has come for them since is not in their scores yet, and will be in a moment.
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('contactsToJudge as m')
            .select('m.contactId')
            .where('m.workspaceId', '=', ctx.workspace)
            .whereRef('m.contactId', '=', 'contacts.id'),
        ),
      ),
    )
    .orderBy('id')
    .limit(limit);
  if (after !== null) query = query.where('id', '>', after);
  return query.execute();
}

export type ScoredRow = Awaited<ReturnType<typeof selectScored>>[number];

/** Withdraws what waits of some contacts, and says what, as it stood. Their rows are locked by their contacts. */
export async function withdrawWaiting(ctx: Ctx, contactIds: readonly string[]) {
  const { rows } = await sql<{ id: string; contactId: string; status: 'incomplete' | 'queued' }>`
    update qualifications q set status = 'withdrawn' from qualifications was
     where q.workspace_id = ${ctx.workspace} and q.contact_id = any(${[...contactIds]}::uuid[])
       and q.status in ('incomplete', 'queued') and was.workspace_id = q.workspace_id and was.id = q.id
    returning q.id, q.contact_id, was.status`.execute(ctx.db);
  return rows;
}
