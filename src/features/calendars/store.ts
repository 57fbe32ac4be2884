import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { WorkingHours } from '../../core/calendar/schema.ts';
import { withinReach } from '../../db/scope.ts';
import type { CalendarOwner } from './schema.ts';

export type NewCalendar = WorkingHours & { id: string; name: string; teamId: string | null; memberId: string | null };

/** False when the workspace, the team or the member has a calendar already. */
export async function insertCalendar(ctx: Ctx, calendar: NewCalendar): Promise<boolean> {
  const result = await ctx.db
    .insertInto('calendars')
    .values({ workspaceId: ctx.workspace, ...toColumns(calendar), createdAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

const calendarsOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('calendars as c')
    .leftJoin('teams as t', (join) => join.onRef('t.workspaceId', '=', 'c.workspaceId').onRef('t.id', '=', 'c.teamId'))
    .where('c.workspaceId', '=', ctx.workspace)
    .selectAll('c')
    .select('t.department as teamDepartment')
    .select(sql<boolean>`coalesce(${withinReach(ctx, sql.ref('c.member_id'))}, false)`.as('reachesMember'));

export type CalendarRow = NonNullable<Awaited<ReturnType<typeof findCalendar>>>;

/** The workspace's first, then those of teams, then those of members. */
export async function listCalendars(ctx: Ctx): Promise<CalendarRow[]> {
  return calendarsOf(ctx)
    .orderBy(sql`num_nonnulls(c.team_id, c.member_id)`)
    .orderBy(sql`c.team_id is null`)
    .orderBy('c.id')
    .execute();
}

export async function findCalendar(ctx: Ctx, id: string) {
  return calendarsOf(ctx).where('c.id', '=', id).executeTakeFirst();
}

/** Waits for whoever just edits it. */
export async function lockCalendar(ctx: Ctx, id: string): Promise<CalendarRow | undefined> {
  return calendarsOf(ctx).where('c.id', '=', id).forUpdate('c').executeTakeFirst();
}

export async function updateCalendar(ctx: Ctx, id: string, values: WorkingHours & { name: string }): Promise<void> {
  await ctx.db
    .updateTable('calendars')
    .set((eb) => ({ ...toColumns(values), version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

export async function deleteCalendar(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom('calendars').where('workspaceId', '=', ctx.workspace).where('id', '=', id).execute();
}

/** The team or the member that shall own a calendar, and whether the actor reaches that member. */
export async function findOwner(ctx: Ctx, owner: Exclude<CalendarOwner, { kind: 'workspace' }>) {
  if (owner.kind === 'team') {
    const team = await ctx.db
      .selectFrom('teams')
      .select('department as teamDepartment')
      .where('workspaceId', '=', ctx.workspace)
      .where('id', '=', owner.teamId)
      .where('archivedAt', 'is', null)
      .executeTakeFirst();
    return team && { ...team, reachesMember: false };
  }
  const member = await ctx.db
    .selectFrom('members')
    .select(sql<boolean>`${withinReach(ctx, sql.ref('members.id'))}`.as('reachesMember'))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', owner.memberId)
    .executeTakeFirst();
  return member && { teamDepartment: null, reachesMember: member.reachesMember };
}

function toColumns<Values extends WorkingHours>(calendar: Values) {
  const { hours, closed, days } = calendar;
  return { ...calendar, hours: JSON.stringify(hours), closed: JSON.stringify(closed), days: JSON.stringify(days) };
}

const hoursOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('calendars')
    .select(['id', 'teamId', 'memberId', 'zone', 'hours', 'holidays', 'closed', 'days', 'version'])
    .where('workspaceId', '=', ctx.workspace)
    .orderBy('id');

/** A calendar with its hours, for calculation. */
export type HoursRow = Awaited<ReturnType<typeof listHoursById>>[number];

export async function listHoursById(ctx: Ctx, ids: string[]) {
  return hoursOf(ctx).where('id', 'in', ids).execute();
}

/** The calendars of these members and teams, and the workspace's. */
export async function listHoursOf(ctx: Ctx, memberIds: string[], teamIds: string[]): Promise<HoursRow[]> {
  return hoursOf(ctx)
    .where(
      sql<boolean>`(member_id = any(${memberIds}::uuid[]) or team_id = any(${teamIds}::uuid[])
        or num_nonnulls(member_id, team_id) = 0)`,
    )
    .execute();
}

/** The teams in which members are now, those they have been in longest first. */
export async function listTeamsOf(ctx: Ctx, memberIds: string[]): Promise<{ memberId: string; teamId: string }[]> {
  return ctx.db
    .selectFrom('teamMembers')
    .select(['memberId', 'teamId'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`member_id = any(${memberIds}::uuid[])`)
    .where('validFrom', '<=', ctx.now)
    .where((eb) => eb.or([eb('validTo', 'is', null), eb('validTo', '>', ctx.now)]))
    .orderBy('validFrom')
    .orderBy('teamId')
    .execute();
}
