import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { MemberDepartment } from '../../core/access.ts';
import { violates } from '../../db/violation.ts';

type Span = { weight: number; cap: number | null };
/** Instants inside of JSON come as text. */
type MembershipText = Span & { memberId: string; name: string; from: string; to: string | null };

export type TeamRow = {
  id: string;
  key: string | null;
  name: string;
  department: MemberDepartment;
  lead: { id: string; name: string } | null;
  members: MembershipText[];
  calendarId: string | null;
  archivedAt: Date | null;
  version: number;
};

/** Teams that are not archived, by name, with their members at this instant, in one statement. */
export async function listTeamRows(ctx: Ctx): Promise<TeamRow[]> {
  return selectTeams(ctx).where('t.archivedAt', 'is', null).orderBy('t.nameKey').orderBy('t.id').execute();
}

export async function findTeamRow(ctx: Ctx, teamId: string): Promise<TeamRow | undefined> {
  return selectTeams(ctx).where('t.id', '=', teamId).executeTakeFirst();
}

function selectTeams(ctx: Ctx) {
  return ctx.db
    .selectFrom('teams as t')
    .leftJoin('members as lead', (join) =>
      join.onRef('lead.workspaceId', '=', 't.workspaceId').onRef('lead.id', '=', 't.leadId'),
    )
    .leftJoin('calendars as c', (join) =>
      join.onRef('c.workspaceId', '=', 't.workspaceId').onRef('c.teamId', '=', 't.id'),
    )
    .where('t.workspaceId', '=', ctx.workspace)
    .select(['t.id', 't.key', 't.name', 't.department', 't.archivedAt', 't.version', 'c.id as calendarId'])
    .select([
      sql<TeamRow['lead']>`case when lead.id is null then null
        else jsonb_build_object('id', lead.id, 'name', lead.name) end`.as('lead'),
      sql<MembershipText[]>`coalesce((
        select jsonb_agg(jsonb_build_object(
          'memberId', m.id, 'name', m.name, 'weight', tm.weight, 'cap', tm.cap, 'from', tm.valid_from, 'to', tm.valid_to
        ) order by m.name_key, m.id)
        from team_members tm
        join members m on m.workspace_id = tm.workspace_id and m.id = tm.member_id
        where tm.workspace_id = t.workspace_id and tm.team_id = t.id
          and tm.valid_from <= ${ctx.now} and (tm.valid_to is null or tm.valid_to > ${ctx.now})
      ), '[]')`.as('members'),
    ]);
}

export type LockedTeam = {
  id: string;
  key: string | null;
  name: string;
  department: MemberDepartment;
  leadId: string | null;
  archivedAt: Date | null;
  version: number;
};

/** One team, kept as it is until the transaction ends. Whoever changes its memberships takes this lock too. */
export async function lockTeam(ctx: Ctx, teamId: string): Promise<LockedTeam | undefined> {
  return ctx.db
    .selectFrom('teams')
    .select(['id', 'key', 'name', 'department', 'leadId', 'archivedAt', 'version'])
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', teamId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Teams of this name, other than the one given. An archived team gives its name free. */
export async function isNameTaken(ctx: Ctx, nameKey: string, exceptId: string): Promise<boolean> {
  const other = await ctx.db
    .selectFrom('teams')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('nameKey', '=', nameKey)
    .where('archivedAt', 'is', null)
    .where('id', '<>', exceptId)
    .executeTakeFirst();
  return other !== undefined;
}

/** Keys of all teams; an archived one keeps its key, since old agreements name it. */
export async function listKeys(ctx: Ctx): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('teams')
    .select('key')
    .where('workspaceId', '=', ctx.workspace)
    .where('key', 'is not', null)
    .execute();
  return new Set(rows.map(({ key }) => String(key)));
}

type TeamValues = {
  key: string | null;
  name: string;
  nameKey: string;
  department: MemberDepartment;
  leadId: string | null;
};

/** False when a team of this name or key exists; waits for whoever is just adding one. */
export async function insertTeam(ctx: Ctx, team: TeamValues & { id: string }): Promise<boolean> {
  const result = await ctx.db
    .insertInto('teams')
    .values({ workspaceId: ctx.workspace, ...team, archivedAt: null, createdAt: ctx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

/** What another team has already, taken in another transaction at the same instant; null when the team was saved. */
export async function updateTeam(ctx: Ctx, teamId: string, values: TeamValues): Promise<'name' | 'key' | null> {
  try {
    await saveTeam(ctx, teamId, values);
    return null;
  } catch (error) {
    if (violates(error, 'teams_name')) return 'name';
    if (violates(error, 'teams_key')) return 'key';
    throw error;
  }
}

export const markArchived = (ctx: Ctx, teamId: string): Promise<void> => saveTeam(ctx, teamId, { archivedAt: ctx.now });

async function saveTeam(ctx: Ctx, teamId: string, values: Partial<TeamValues> & { archivedAt?: Date }): Promise<void> {
  await ctx.db
    .updateTable('teams')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', teamId)
    .execute();
}

export type MembershipRow = Span & { memberId: string; name: string; validFrom: Date; validTo: Date | null };

/** Every span of a team, the newest first. */
export async function listMembershipRows(ctx: Ctx, teamId: string): Promise<MembershipRow[]> {
  return ctx.db
    .selectFrom('teamMembers as tm')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'tm.workspaceId').onRef('m.id', '=', 'tm.memberId'),
    )
    .where('tm.workspaceId', '=', ctx.workspace)
    .where('tm.teamId', '=', teamId)
    .select(['tm.memberId', 'm.name', 'tm.weight', 'tm.cap', 'tm.validFrom', 'tm.validTo'])
    .orderBy('tm.validFrom', 'desc')
    .orderBy('m.nameKey')
    .orderBy('m.id')
    .execute();
}

/** The latest span of a member in a team: the open one, else the one that ended last. Needs the team's lock. */
export async function findLastSpan(ctx: Ctx, teamId: string, memberId: string) {
  return ctx.db
    .selectFrom('teamMembers')
    .select(['weight', 'cap', 'validFrom', 'validTo'])
    .where('workspaceId', '=', ctx.workspace)
    .where('teamId', '=', teamId)
    .where('memberId', '=', memberId)
    .orderBy('validFrom', 'desc')
    .limit(1)
    .executeTakeFirst();
}

export async function insertSpan(ctx: Ctx, teamId: string, memberId: string, from: Date, span: Span): Promise<void> {
  await ctx.db
    .insertInto('teamMembers')
    .values({ workspaceId: ctx.workspace, teamId, memberId, ...span, validFrom: from, validTo: null })
    .execute();
}

/**
 * Ends the open spans of a team, or of one member in it, at `ctx.now`, and says whose. One that began no earlier was never
 * in force and goes.
 */
export async function endSpans(ctx: Ctx, teamId: string, memberId: string | null): Promise<string[]> {
  const { rows } = await sql<{ memberId: string }>`
    with gone as (
      delete from team_members
      where workspace_id = ${ctx.workspace} and team_id = ${teamId} and valid_to is null and valid_from >= ${ctx.now}
        and (${memberId}::uuid is null or member_id = ${memberId}::uuid)
      returning member_id
    ), ended as (
      update team_members set valid_to = ${ctx.now}
      where workspace_id = ${ctx.workspace} and team_id = ${teamId} and valid_to is null and valid_from < ${ctx.now}
        and (${memberId}::uuid is null or member_id = ${memberId}::uuid)
      returning member_id
    )
    select member_id from gone union all select member_id from ended order by member_id`.execute(ctx.db);
  return rows.map((row) => row.memberId);
}

export type Place = { id: string; name: string; department: MemberDepartment };

/** Teams that a member leads. */
export async function listLed(ctx: Ctx, memberId: string): Promise<Place[]> {
  return ctx.db
    .selectFrom('teams')
    .select(['id', 'name', 'department'])
    .where('workspaceId', '=', ctx.workspace)
    .where('leadId', '=', memberId)
    .where('archivedAt', 'is', null)
    .orderBy('id')
    .execute();
}

/** Teams in which a member is. */
export async function listJoined(ctx: Ctx, memberId: string): Promise<(Place & Span)[]> {
  return ctx.db
    .selectFrom('teamMembers as tm')
    .innerJoin('teams as t', (join) =>
      join.onRef('t.workspaceId', '=', 'tm.workspaceId').onRef('t.id', '=', 'tm.teamId'),
    )
    .where('tm.workspaceId', '=', ctx.workspace)
    .where('tm.memberId', '=', memberId)
    .where('tm.validTo', 'is', null)
    .select(['t.id', 't.name', 't.department', 'tm.weight', 'tm.cap'])
    .orderBy('t.id')
    .execute();
}
