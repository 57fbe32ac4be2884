import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { ActivityKind, Direction } from '../../core/activity.ts';
import { inChunks } from '../../db/chunks.ts';
import { reachesContact } from '../../db/contact-scope.ts';
import { withinReach } from '../../db/scope.ts';

/** Activities with people, whose names they carry. */
const activitiesOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('activities as v')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'v.workspaceId').onRef('c.id', '=', 'v.contactId'),
    )
    .leftJoin('deals as d', (join) => join.onRef('d.workspaceId', '=', 'v.workspaceId').onRef('d.id', '=', 'v.dealId'))
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'v.workspaceId').onRef('m.id', '=', 'v.memberId'),
    )
    .leftJoin('members as w', (join) =>
      join.onRef('w.workspaceId', '=', 'v.workspaceId').onRef('w.id', '=', 'v.withdrawnBy'),
    )
    .where('v.workspaceId', '=', ctx.workspace)
    .select(['v.id', 'v.contactId', 'v.dealId', 'v.kind', 'v.direction', 'v.at', 'v.knownAt', 'v.live', 'v.outcome'])
    .select(['v.minutes', 'v.note', 'v.memberId', 'v.loggedBy', 'v.known', 'v.automated', 'v.touchId'])
    .select(['v.editedAt', 'v.withdrawnAt', 'v.withdrawnBy', 'v.withdrawnReason', 'v.version'])
    .select(['c.name as contactName', 'c.email as contactEmail', 'c.phone as contactPhone', 'd.name as dealName'])
    .select(['m.name as memberName', 'w.name as withdrawnByName']);

export type ActivityRow = NonNullable<Awaited<ReturnType<typeof findActivity>>>;

export async function findActivity(ctx: Ctx, id: string) {
  return activitiesOf(ctx).where('v.id', '=', id).where(reachesContact(ctx)).executeTakeFirst();
}

/** One that the caller may read and correct: it was theirs, or they logged it. */
export async function lockActivity(ctx: Ctx, reader: Ctx, id: string) {
  return activitiesOf(ctx)
    .where('v.id', '=', id)
    .where(reachesContact(reader))
    .where(withinReach(ctx, sql`coalesce(v.logged_by, v.member_id)`))
    .forUpdate('v')
    .executeTakeFirst();
}

export async function listRows(
  ctx: Ctx,
  { contactId, dealId }: { contactId: string | undefined; dealId: string | undefined },
  page: { after: readonly [at: string, id: string] | null; limit: number },
): Promise<ActivityRow[]> {
  const { after, limit } = page;
  let query = activitiesOf(ctx).where(reachesContact(ctx)).orderBy('v.at', 'desc').orderBy('v.id', 'desc').limit(limit);
  if (contactId !== undefined) query = query.where('v.contactId', '=', contactId);
  if (dealId !== undefined) query = query.where('v.dealId', '=', dealId);
  if (after) query = query.where(sql<boolean>`(v.at, v.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return query.execute();
}

export type NewActivity = {
  id: string;
  contactId: string;
  dealId: string | null;
  memberId: string | null;
  kind: ActivityKind;
  direction: Direction;
  at: Date;
  knownAt: Date;
  live: boolean;
  outcome: string | null;
  minutes: number | null;
  note: string | null;
  known: 'typed' | 'observed';
  automated: boolean;
  touchId: string;
  source: string | null;
  externalId: string | null;
  loggedBy: string | null;
};

/** Adds activities, but for those that another system told before; gives the ids of those that are new. */
export async function insertActivities(ctx: Ctx, activities: readonly NewActivity[]): Promise<Set<string>> {
  const added = new Set<string>();
  for (const chunk of inChunks(activities)) {
    const rows = await ctx.db
      .insertInto('activities')
      .values(chunk.map((one) => ({ workspaceId: ctx.workspace, ...one, createdAt: ctx.now, updatedAt: ctx.now })))
      .onConflict((conflict) =>
        conflict.columns(['workspaceId', 'source', 'externalId']).where('externalId', 'is not', null).doNothing(),
      )
      .returning('id')
      .execute();
    for (const { id } of rows) added.add(id);
  }
  return added;
}

/** The ids of activities by what other systems call them. */
export async function selectExternal(ctx: Ctx, refs: readonly { source: string; externalId: string }[]) {
  if (refs.length === 0) return [];
  return ctx.db
    .selectFrom('activities')
    .select(['id', 'source', 'externalId'])
    .where('workspaceId', '=', ctx.workspace)
    .where(
      sql<boolean>`(source, external_id) in (
        select * from unnest(${refs.map(({ source }) => source)}::text[], ${refs.map(({ externalId }) => externalId)}::text[])
      )`,
    )
    .execute();
}

export type ActivityValues = {
  outcome?: string | null;
  minutes?: number | null;
  note?: string | null;
  editedAt?: Date;
  withdrawnAt?: Date;
  withdrawnBy?: string | null;
  withdrawnReason?: string;
};

export async function updateActivity(ctx: Ctx, id: string, values: ActivityValues): Promise<void> {
  await ctx.db
    .updateTable('activities')
    .set((eb) => ({ ...values, updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** The people of a deal within reach, and whether the deal is there at all. */
export async function listDealPeople(ctx: Ctx, dealId: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('dealContacts as x')
    .innerJoin('deals as d', (join) => join.onRef('d.workspaceId', '=', 'x.workspaceId').onRef('d.id', '=', 'x.dealId'))
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'x.workspaceId').onRef('c.id', '=', 'x.contactId'),
    )
    .select('c.id')
    .where('x.workspaceId', '=', ctx.workspace)
    .where('x.dealId', '=', dealId)
    .where('d.deletedAt', 'is', null)
    .where('c.deletedAt', 'is', null)
    .where('c.mergedInto', 'is', null)
    .where(reachesContact(ctx))
    .orderBy('c.id')
    .limit(2)
    .execute();
  return rows.map(({ id }) => id);
}

/** Whether an activity with somebody may belong to a deal: they are of it, or of its company. */
export async function isOfDeal(ctx: Ctx, dealId: string, contactId: string): Promise<boolean> {
  const { rows } = await sql`
    select from deals d
    where d.workspace_id = ${ctx.workspace} and d.id = ${dealId} and d.deleted_at is null and (
      exists (select from deal_contacts x where x.workspace_id = d.workspace_id and x.deal_id = d.id and x.contact_id = ${contactId})
      or exists (
        select from contacts c
        where c.workspace_id = d.workspace_id and c.id = ${contactId} and c.account_id = d.account_id
      )
    )`.execute(ctx.db);
  return rows.length > 0;
}

/** A contact within reach that an activity is with; locked as the judgement will, so that two never wait for each other. */
export async function lockContact(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('contacts as c')
    .select('c.id')
    .where('c.workspaceId', '=', ctx.workspace)
    .where('c.id', '=', id)
    .where('c.deletedAt', 'is', null)
    .where('c.mergedInto', 'is', null)
    .where(reachesContact(ctx))
    .forUpdate()
    .executeTakeFirst();
}

/** A contact in the time of a handoff; an end of null is now. */
export type Span = { key: string; contactId: string; from: Date; to: Date | null };

/** What Sales did with contacts in some spans of time, as it came in by itself or was typed: no history. */
export async function selectWork(ctx: Ctx, spans: readonly Span[]) {
  const { rows } = await sql<{
    key: string;
    id: string;
    kind: ActivityKind;
    direction: Direction;
    at: Date;
    known: 'typed' | 'observed';
    by: string | null;
    outcome: string | null;
    automated: boolean;
    withdrawnAt: Date | null;
    saidAt: Date;
  }>`
    select s.key, v.id, v.kind, v.direction, v.at, v.known, v.member_id as by, v.outcome, v.automated, v.withdrawn_at,
           coalesce(v.edited_at, v.known_at) as said_at
      from unnest(${spans.map(({ key }) => key)}::text[], ${spans.map(({ contactId }) => contactId)}::uuid[],
                  ${spans.map(({ from }) => from)}::timestamptz[], ${spans.map(({ to }) => to)}::timestamptz[])
           as s (key, contact_id, from_at, to_at)
      join activities v on v.workspace_id = ${ctx.workspace} and v.contact_id = s.contact_id
       and v.at >= s.from_at and v.at <= coalesce(s.to_at, 'infinity')
     where v.live
     order by v.at, v.id`.execute(ctx.db);
  return rows;
}

/** The activities with a contact in a span of time, the latest first. */
export async function listSpan(ctx: Ctx, { contactId, from, to }: Span): Promise<ActivityRow[]> {
  return activitiesOf(ctx)
    .where('v.contactId', '=', contactId)
    .where('v.at', '>=', from)
    .where('v.at', '<=', to ?? ctx.now)
    .orderBy('v.at', 'desc')
    .orderBy('v.id', 'desc')
    .limit(200)
    .execute();
}
