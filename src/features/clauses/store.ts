import { type Insertable, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Tables } from '../../db/tables.ts';

/** What was said of a clause up to a version: at it, or at an earlier one. */
const upTo = (ctx: Ctx, number: number) =>
  ctx.db
    .selectFrom('clauseComments as c')
    .innerJoin('agreementVersions as v', (join) =>
      join.onRef('v.workspaceId', '=', 'c.workspaceId').onRef('v.id', '=', 'c.versionId'),
    )
    .where('c.workspaceId', '=', ctx.workspace)
    .where('c.replyTo', 'is', null)
    .where('v.number', '<=', number);

/** How much was said of each clause up to a version. */
export async function countComments(ctx: Ctx, number: number) {
  return upTo(ctx, number)
    .select(['c.clause', ({ fn }) => fn.countAll<number>().as('all')])
    .select(sql<number>`count(*) filter (where c.kind = 'question' and c.resolved_at is null)::int`.as('openQuestions'))
    .groupBy('c.clause')
    .execute();
}

export type CommentRow = Awaited<ReturnType<typeof listCommentRows>>[number];
type Place = readonly [openFirst: number, id: string];

const isOpenQuestion = sql<number>`(c.kind = 'question' and c.resolved_at is null)::int`;

/** Open questions first, then the newest. */
export async function listCommentRows(
  ctx: Ctx,
  wanted: { number: number; clause?: string | undefined; open?: boolean | undefined; id?: string },
  after: Place | null,
  limit: number,
) {
  let query = withNames(upTo(ctx, wanted.number)).orderBy(isOpenQuestion, 'desc').orderBy('c.id', 'desc').limit(limit);
  if (wanted.clause !== undefined) query = query.where('c.clause', '=', wanted.clause);
  if (wanted.id !== undefined) query = query.where('c.id', '=', wanted.id);
  if (wanted.open === true) query = query.where('c.resolvedAt', 'is', null);
  if (after) query = query.where(sql<boolean>`(${isOpenQuestion}, c.id) < (${after[0]}, ${after[1]}::uuid)`);
  return query.execute();
}

const withNames = (query: ReturnType<typeof upTo>) =>
  query
    .innerJoin('members as a', (join) =>
      join.onRef('a.workspaceId', '=', 'c.workspaceId').onRef('a.id', '=', 'c.authorId'),
    )
    .leftJoin('members as r', (join) =>
      join.onRef('r.workspaceId', '=', 'c.workspaceId').onRef('r.id', '=', 'c.resolvedBy'),
    )
    .select(['c.id', 'c.clause', 'c.kind', 'c.body', 'c.place', 'c.at', 'c.authorId', 'c.resolvedAt', 'c.resolvedBy'])
    .select(['v.id as versionId', 'v.number', 'a.name as author', 'r.name as resolver'])
    .select(isOpenQuestion.as('openFirst'));

export async function listReplies(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('clauseComments as c')
    .innerJoin('members as a', (join) =>
      join.onRef('a.workspaceId', '=', 'c.workspaceId').onRef('a.id', '=', 'c.authorId'),
    )
    .select(['c.id', 'c.replyTo', 'c.body', 'c.at', 'c.authorId', 'a.name as author'])
    .where('c.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`c.reply_to = any(${[...ids]}::uuid[])`)
    .orderBy('c.id')
    .execute();
}

/** One comment or question, kept as it is until the transaction ends. */
export async function lockComment(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('clauseComments')
    .selectAll()
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertComment(
  ctx: Ctx,
  row: Omit<Insertable<Tables['clauseComments']>, 'workspaceId' | 'at'>,
): Promise<void> {
  await ctx.db
    .insertInto('clauseComments')
    .values({ workspaceId: ctx.workspace, ...row, at: ctx.now })
    .execute();
}

export async function setResolved(ctx: Ctx, id: string, by: string | null): Promise<void> {
  await ctx.db
    .updateTable('clauseComments')
    .set({ resolvedAt: by === null ? null : ctx.now, resolvedBy: by })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** With its replies. */
export async function deleteComment(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom('clauseComments').where('workspaceId', '=', ctx.workspace).where('id', '=', id).execute();
}

/** Answers of members who are still there. */
export async function listAnswers(ctx: Ctx, versionId: string) {
  return (
    ctx.db
      .selectFrom('clauseAnswers as a')
      .innerJoin('members as m', (join) =>
        join.onRef('m.workspaceId', '=', 'a.workspaceId').onRef('m.id', '=', 'a.memberId'),
      )
      .select(['a.clause', 'a.memberId', 'a.canKeep', 'a.remark', 'a.sentence', 'm.department'])
      .where('a.workspaceId', '=', ctx.workspace)
      .where('a.versionId', '=', versionId)
      .where('m.active', '=', true)
      // Names are not shown: the order must not tell who it was either.
      .orderBy('a.clause')
      .orderBy(sql`md5(a.member_id::text || a.clause)`)
      .execute()
  );
}

export type AnswerRow = Awaited<ReturnType<typeof listAnswers>>[number];

/** Members whom promises bind, by department: who works, not who looks on. */
export async function countBound(ctx: Ctx) {
  return ctx.db
    .selectFrom('members')
    .select(['department', ({ fn }) => fn.countAll<number>().as('members')])
    .where('workspaceId', '=', ctx.workspace)
    .where('active', '=', true)
    .where('role', 'not in', ['viewer', 'sponsor'])
    .groupBy('department')
    .execute();
}

export async function saveAnswer(
  ctx: Ctx,
  row: Omit<Insertable<Tables['clauseAnswers']>, 'workspaceId' | 'answeredAt'>,
): Promise<void> {
  await ctx.db
    .insertInto('clauseAnswers')
    .values({ workspaceId: ctx.workspace, ...row, answeredAt: ctx.now })
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'versionId', 'clause', 'memberId']).doUpdateSet(({ ref }) => ({
        canKeep: ref('excluded.canKeep'),
        remark: ref('excluded.remark'),
        sentence: ref('excluded.sentence'),
        answeredAt: ref('excluded.answeredAt'),
      })),
    )
    .execute();
}

/** The last reason that was written for each company, up to a version. */
export async function listReasons(ctx: Ctx, number: number, domains: readonly string[]) {
  return ctx.db
    .selectFrom('targetReasons as t')
    .innerJoin('agreementVersions as v', (join) =>
      join.onRef('v.workspaceId', '=', 't.workspaceId').onRef('v.id', '=', 't.versionId'),
    )
    .innerJoin('members as p', (join) =>
      join.onRef('p.workspaceId', '=', 't.workspaceId').onRef('p.id', '=', 't.proposedBy'),
    )
    .leftJoin('members as o', (join) =>
      join.onRef('o.workspaceId', '=', 't.workspaceId').onRef('o.id', '=', 't.objectedBy'),
    )
    .distinctOn('t.domain')
    .select(['t.domain', 't.proposedBy', 't.proposedFor', 't.proposedAt', 't.reason', 'p.name as proposer'])
    .select(['t.objectedBy', 't.objectedAt', 't.objection', 'o.name as objector'])
    .where('t.workspaceId', '=', ctx.workspace)
    .where('v.number', '<=', number)
    .where(sql<boolean>`t.domain = any(${[...domains]}::text[])`)
    .orderBy('t.domain')
    .orderBy('v.number', 'desc')
    .execute();
}

export type ReasonRow = Awaited<ReturnType<typeof listReasons>>[number];
type NewReason = Omit<Insertable<Tables['targetReasons']>, 'workspaceId'>;

/** Writes what is said of a company at a version, in place of what was. */
export async function saveReason(ctx: Ctx, row: NewReason): Promise<void> {
  await ctx.db
    .insertInto('targetReasons')
    .values({ workspaceId: ctx.workspace, ...row })
    .onConflict((conflict) =>
      conflict.columns(['workspaceId', 'versionId', 'domain']).doUpdateSet(({ ref }) => ({
        proposedBy: ref('excluded.proposedBy'),
        proposedFor: ref('excluded.proposedFor'),
        proposedAt: ref('excluded.proposedAt'),
        reason: ref('excluded.reason'),
        objectedBy: ref('excluded.objectedBy'),
        objectedAt: ref('excluded.objectedAt'),
        objection: ref('excluded.objection'),
      })),
    )
    .execute();
}

/** The heads of both departments, by department. */
export async function listHeads(ctx: Ctx) {
  return ctx.db
    .selectFrom('departments as d')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'd.workspaceId').onRef('m.id', '=', 'd.headId'),
    )
    .select(['d.department', 'm.id', 'm.name'])
    .where('d.workspaceId', '=', ctx.workspace)
    .execute();
}
