import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import type { Fixer, RejectionState, Ruling } from '../../core/handoff/rejection.ts';
import type { LinkedChange } from '../../db/answer-tables.ts';
import { withinReach } from '../../db/scope.ts';

/** What is known of people who may have to answer. */
export async function findPerson(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('members')
    .select(['id', 'department', 'active'])
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The admin who has been there longest. */
export const findAdmin = (ctx: Ctx): Promise<string | null> => findFirst(ctx, 'admin');
export const findSponsor = (ctx: Ctx): Promise<string | null> => findFirst(ctx, 'sponsor');

async function findFirst(ctx: Ctx, role: 'admin' | 'sponsor'): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('role', '=', role)
    .where('active', '=', true)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}

export async function findTeamLead(ctx: Ctx, teamId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('teams')
    .select('leadId')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', teamId)
    .executeTakeFirst();
  return row?.leadId ?? null;
}

type NewRejection = {
  id: string;
  handoffId: string;
  reason: string;
  fixer: Fixer;
  answererId: string | null;
  contestUntil: Date | null;
};

export async function insertRejection(ctx: Ctx, rejection: NewRejection): Promise<void> {
  await ctx.db
    .insertInto('rejections')
    .values({ workspaceId: ctx.workspace, ...rejection, status: 'open', openedAt: ctx.now })
    .execute();
}

export async function findByHandoff(ctx: Ctx, handoffId: string): Promise<{ status: RejectionState } | undefined> {
  return ctx.db
    .selectFrom('rejections')
    .select('status')
    .where('workspaceId', '=', ctx.workspace)
    .where('handoffId', '=', handoffId)
    .executeTakeFirst();
}

/** Its clocks stay, without it: they are cancelled. */
export async function deleteRejection(ctx: Ctx, handoffId: string): Promise<void> {
  await ctx.db
    .updateTable('clocks')
    .set({ rejectionId: null })
    .where('workspaceId', '=', ctx.workspace)
    .where('handoffId', '=', handoffId)
    .execute();
  await ctx.db
    .deleteFrom('rejections')
    .where('workspaceId', '=', ctx.workspace)
    .where('handoffId', '=', handoffId)
    .execute();
}

const reaches = (ctx: Ctx) =>
  sql<boolean>`(${withinReach(ctx, sql.ref('h.member_id'))} or ${withinReach(ctx, sql.ref('r.answerer_id'))}
    or ${withinReach(ctx, sql.ref('h.marketing_owner_id'))})`;

const named = (name: string, email: string) => sql<string>`coalesce(${sql.ref(name)}, ${sql.ref(email)}, '')`;

/** Rejections within reach: of whoever gave the verdict, and of whoever must answer it. */
const rejectionsOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('rejections as r')
    .innerJoin('handoffs as h', (join) =>
      join.onRef('h.workspaceId', '=', 'r.workspaceId').onRef('h.id', '=', 'r.handoffId'),
    )
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'h.workspaceId').onRef('m.id', '=', 'h.memberId'),
    )
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'h.workspaceId').onRef('c.id', '=', 'h.contactId'),
    )
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.workspaceId', '=', 'h.workspaceId').onRef('a.id', '=', 'h.accountId'),
    )
    .where('r.workspaceId', '=', ctx.workspace)
    .where(reaches(ctx));

const listed = (ctx: Ctx) =>
  rejectionsOf(ctx)
    .selectAll('r')
    .select(['h.contactId', 'h.accountId', 'h.memberId', 'm.name as memberName', 'h.verdict', 'h.note', 'h.grade'])
    .select(['h.wakeUpAt', 'h.campaign', 'h.versionId', named('c.name', 'c.email').as('contactName')])
    .select([named('a.name', 'a.domain').as('accountName')])
    .select(sql<{ key: string; name: string } | null>`h.brief->'persona'`.as('persona'));

export type RejectionRow = Awaited<ReturnType<typeof selectRejections>>[number];

export async function findRejection(ctx: Ctx, id: string): Promise<RejectionRow | undefined> {
  return listed(ctx).where('r.id', '=', id).executeTakeFirst();
}

/** What the caller owes: an answer, or as head a ruling that is not given yet. */
const isMine = (ctx: Ctx): RawBuilder<boolean> => {
  if (ctx.actor.kind !== 'member') return sql<boolean>`false`;
  const parties = [...ctx.actor.actsFor];
  return sql<boolean>`(r.status = 'open' and r.answerer_id = ${ctx.actor.id}
    or r.status = 'contested' and ${parties}::text[] <> '{}' and exists (
      select from unnest(${parties}::text[]) as p (party) where not exists (
        select from rejection_votes v
        where v.workspace_id = r.workspace_id and v.rejection_id = r.id and v.party = p.party)))`;
};

export type RejectionFilter = {
  status: RejectionState | 'unsettled' | undefined;
  reason: string | undefined;
  campaign: string | undefined;
  persona: string | undefined;
  memberId: string | undefined;
  handoffId: string | undefined;
  mine: boolean | undefined;
  deadlock: boolean | undefined;
};

/** Rejections, the latest first. */
export async function selectRejections(
  ctx: Ctx,
  filter: RejectionFilter,
  page: { after: readonly [at: string, id: string] | null; limit: number },
) {
  const { status, reason, campaign, persona, memberId, handoffId, mine, deadlock } = filter;
  let query = listed(ctx).orderBy('r.openedAt', 'desc').orderBy('r.id', 'desc').limit(page.limit);
  if (status === 'unsettled') query = query.where('r.status', 'in', ['open', 'contested']);
  else if (status !== undefined) query = query.where('r.status', '=', status);
  if (reason !== undefined) query = query.where('r.reason', '=', reason);
  if (campaign !== undefined) query = query.where('h.campaign', '=', campaign);
  if (persona !== undefined) query = query.where(sql<boolean>`h.brief->'persona'->>'key' = ${persona}`);
  if (memberId !== undefined) query = query.where('h.memberId', '=', memberId);
  if (handoffId !== undefined) query = query.where('h.id', '=', handoffId);
  if (mine !== undefined) query = query.where(mine ? isMine(ctx) : sql<boolean>`not ${isMine(ctx)}`);
  if (deadlock !== undefined) query = query.where('r.deadlock', '=', deadlock);
  if (page.after) {
    query = query.where(sql<boolean>`(r.opened_at, r.id) < (${page.after[0]}::timestamptz, ${page.after[1]}::uuid)`);
  }
  return query.execute();
}

const groupKeys = {
  reasons: sql<string | null>`r.reason`,
  campaigns: sql<string | null>`h.campaign`,
  personas: sql<string | null>`h.brief->'persona'->>'key'`,
};

/** How many rejections there are of each reason, campaign or persona; the latest handoff says under which agreement. */
export async function countGroups(
  ctx: Ctx,
  by: keyof typeof groupKeys,
  { from, to }: { from: Date | null; to: Date | null },
) {
  const key = groupKeys[by];
  let query = rejectionsOf(ctx)
    .select(key.as('key'))
    .select(sql<number>`count(*)::int`.as('total'))
    .select(sql<number>`(count(*) filter (where r.status = 'open'))::int`.as('open'))
    .select(sql<number>`(count(*) filter (where r.status = 'contested'))::int`.as('contested'))
    .select(sql<string | null>`max(h.brief->'persona'->>'name')`.as('personaName'))
    .select(sql<string>`(array_agg(h.version_id order by h.offered_at desc))[1]`.as('versionId'))
    .groupBy(key)
    .orderBy(sql`count(*)`, 'desc')
    .orderBy(key)
    .limit(100);
  if (from !== null) query = query.where('r.openedAt', '>=', from);
  if (to !== null) query = query.where('r.openedAt', '<', to);
  return query.execute();
}

export async function countMine(ctx: Ctx): Promise<number> {
  const { mine } = await rejectionsOf(ctx)
    .select(({ fn }) => fn.countAll<number>().as('mine'))
    .where(isMine(ctx))
    .executeTakeFirstOrThrow();
  return mine;
}

/** Waits for whoever just answers or decides it. The lead is locked before it. */
export async function lockRejection(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('rejections')
    .selectAll()
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export type LockedRejection = NonNullable<Awaited<ReturnType<typeof lockRejection>>>;

export async function selectVotes(ctx: Ctx, rejectionIds: readonly string[]) {
  return ctx.db
    .selectFrom('rejectionVotes as v')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'v.workspaceId').onRef('m.id', '=', 'v.memberId'),
    )
    .select(['v.rejectionId', 'v.party', 'v.ruling', 'v.memberId', 'm.name', 'v.note', 'v.at'])
    .where('v.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`v.rejection_id = any(${rejectionIds}::uuid[])`)
    .orderBy('v.at')
    .orderBy('v.party')
    .execute();
}

export async function insertVote(
  ctx: Ctx,
  vote: { rejectionId: string; party: Department; ruling: Ruling; memberId: string; note: string | null },
): Promise<void> {
  await ctx.db
    .insertInto('rejectionVotes')
    .values({ workspaceId: ctx.workspace, ...vote, at: ctx.now })
    .execute();
}

type Values = {
  status?: RejectionState;
  answeredAt?: Date;
  answeredBy?: string;
  answer?: string;
  changes?: LinkedChange[];
  contestedAt?: Date;
  contestedBy?: string;
  contest?: string;
  decidedAt?: Date | null;
  deadlock?: boolean;
  newHandoffId?: string | null;
};

export async function updateRejection(ctx: Ctx, id: string, { changes, ...values }: Values): Promise<void> {
  await ctx.db
    .updateTable('rejections')
    .set((eb) => ({
      ...values,
      ...(changes === undefined ? {} : { changes: JSON.stringify(changes) }),
      version: eb('version', '+', 1),
    }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}
