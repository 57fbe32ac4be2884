import { type Insertable, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import { withinReach } from '../../db/scope.ts';
import type { Tables } from '../../db/tables.ts';

export type AbsenceValues = { startsAt: Date; endsAt: Date; coverId: string | null };

/** Absences of members within reach, with the names of both. */
const absencesOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('absences as a')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'a.workspaceId').onRef('m.id', '=', 'a.memberId'),
    )
    .leftJoin('members as c', (join) =>
      join.onRef('c.workspaceId', '=', 'a.workspaceId').onRef('c.id', '=', 'a.coverId'),
    )
    .where('a.workspaceId', '=', ctx.workspace)
    .where(withinReach(ctx, sql.ref('a.member_id')))
    .select(['a.id', 'a.memberId', 'a.startsAt', 'a.endsAt', 'a.coverId', 'a.version'])
    .select(['m.name as memberName', 'c.name as coverName']);

export type AbsenceRow = NonNullable<Awaited<ReturnType<typeof findAbsence>>>;

export async function listAbsences(
  ctx: Ctx,
  filter: { endsAfter: Date; memberId: string | undefined; after: [endsAt: string, id: string] | null; limit: number },
): Promise<AbsenceRow[]> {
  const { endsAfter, memberId, after, limit } = filter;
  let query = absencesOf(ctx).where('a.endsAt', '>', endsAfter).orderBy('a.endsAt').orderBy('a.id').limit(limit);
  if (memberId !== undefined) query = query.where('a.memberId', '=', memberId);
  if (after) query = query.where(sql<boolean>`(a.ends_at, a.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  return query.execute();
}

export async function findAbsence(ctx: Ctx, id: string) {
  return absencesOf(ctx).where('a.id', '=', id).executeTakeFirst();
}

/** Waits for whoever just edits it. */
export async function lockAbsence(ctx: Ctx, id: string): Promise<AbsenceRow | undefined> {
  return absencesOf(ctx).where('a.id', '=', id).forUpdate('a').executeTakeFirst();
}

/** Whether a member is within reach. */
export async function reachesMember(ctx: Ctx, memberId: string): Promise<boolean> {
  const member = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', memberId)
    .where(withinReach(ctx, sql.ref('members.id')))
    .executeTakeFirst();
  return member !== undefined;
}

/** The absence of this member, other than `exceptId`, that shares an instant with a span. */
export async function findOverlap(ctx: Ctx, memberId: string, span: AbsenceValues, exceptId: string | null) {
  let query = ctx.db
    .selectFrom('absences')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .where('startsAt', '<', span.endsAt)
    .where('endsAt', '>', span.startsAt);
  if (exceptId !== null) query = query.where('id', '!=', exceptId);
  return query.executeTakeFirst();
}

export async function insertAbsence(ctx: Ctx, row: AbsenceValues & { id: string; memberId: string }): Promise<void> {
  await ctx.db
    .insertInto('absences')
    .values({ workspaceId: ctx.workspace, ...row, createdAt: ctx.now })
    .execute();
}

export async function updateAbsence(ctx: Ctx, id: string, values: Partial<AbsenceValues>): Promise<void> {
  await ctx.db
    .updateTable('absences')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

export async function deleteAbsence(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom('absences').where('workspaceId', '=', ctx.workspace).where('id', '=', id).execute();
}

/** Absences not over yet in which a member covers for somebody, locked. */
export async function listCovered(ctx: Ctx, coverId: string): Promise<{ id: string; memberId: string }[]> {
  return ctx.db
    .selectFrom('absences')
    .select(['id', 'memberId'])
    .where('workspaceId', '=', ctx.workspace)
    .where('coverId', '=', coverId)
    .where('endsAt', '>', ctx.now)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** The spans in which promises of members stand still that end after an instant, the earliest first. */
export async function listPauses(ctx: Ctx, memberIds: readonly string[], endsAfter: Date) {
  return ctx.db
    .selectFrom('absencePauses')
    .select(['memberId', 'fromAt', 'toAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`member_id = any(${memberIds}::uuid[])`)
    .where('toAt', '>', endsAfter)
    .orderBy('fromAt')
    .execute();
}

/** Takes away what is ahead of the pauses of an absence. Says whether there was anything. */
export async function endPauses(ctx: Ctx, absenceId: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('absencePauses')
    .where('workspaceId', '=', ctx.workspace)
    .where('absenceId', '=', absenceId)
    .where('fromAt', '>=', ctx.now)
    .executeTakeFirstOrThrow();
  const { numUpdatedRows } = await ctx.db
    .updateTable('absencePauses')
    .set({ toAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('absenceId', '=', absenceId)
    .where('toAt', '>', ctx.now)
    .executeTakeFirstOrThrow();
  return numDeletedRows + numUpdatedRows > 0n;
}

export async function insertPause(
  ctx: Ctx,
  pause: Omit<Insertable<Tables['absencePauses']>, 'workspaceId'>,
): Promise<void> {
  await ctx.db
    .insertInto('absencePauses')
    .values({ workspaceId: ctx.workspace, ...pause })
    .execute();
}
