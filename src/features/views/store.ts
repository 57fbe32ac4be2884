import { type SqlBool, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { ViewValues } from './schema.ts';

type ViewObject = 'contact' | 'account';

/** A member finds their own views, those of teams that they are in or lead, and everybody's; a key everybody's alone. */
function findsView({ actor, workspace, now }: Ctx) {
  if (actor.kind !== 'member') return sql<SqlBool>`v.reach = 'everybody'`;
  return sql<SqlBool>`(v.reach = 'everybody' or v.owner_id = ${actor.id} or v.reach = 'team' and exists (
    select from teams own_team
    where own_team.workspace_id = ${workspace} and own_team.id = v.team_id
      and (own_team.lead_id = ${actor.id} or exists (
        select from team_members own_place
        where own_place.workspace_id = ${workspace} and own_place.team_id = own_team.id
          and own_place.member_id = ${actor.id} and own_place.valid_from <= ${now}
          and (own_place.valid_to is null or own_place.valid_to > ${now})
      ))
  ))`;
}

const viewsOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('views as v')
    .innerJoin('members as o', (join) =>
      join.onRef('o.workspaceId', '=', 'v.workspaceId').onRef('o.id', '=', 'v.ownerId'),
    )
    .leftJoin('teams as t', (join) => join.onRef('t.workspaceId', '=', 'v.workspaceId').onRef('t.id', '=', 'v.teamId'))
    .leftJoin('viewOrders as own', (join) =>
      join
        .onRef('own.workspaceId', '=', 'v.workspaceId')
        .onRef('own.object', '=', 'v.object')
        .on('own.memberId', '=', ctx.actor.kind === 'member' ? ctx.actor.id : null),
    )
    .select(['v.id', 'v.object', 'v.name', 'v.reach', 'v.ownerId', 'v.teamId', 'v.filter', 'v.sort', 'v.direction'])
    .select(['v.columns', 'v.density', 'v.updatedAt', 'v.version'])
    .select(['o.name as ownerName', 't.name as teamName', 't.leadId as teamLeadId'])
    .select(sql<boolean>`coalesce(own.default_id = v.id, false)`.as('isDefault'))
    .where('v.workspaceId', '=', ctx.workspace)
    .where(findsView(ctx));

export type ViewRow = NonNullable<Awaited<ReturnType<typeof findViewRow>>>;

export async function listViewRows(ctx: Ctx, object: ViewObject, most: number): Promise<ViewRow[]> {
  return viewsOf(ctx)
    .where('v.object', '=', object)
    .orderBy(sql`array_position(own.view_ids, v.id)`, (order) => order.asc().nullsLast())
    .orderBy('v.createdAt')
    .orderBy('v.id')
    .limit(most)
    .execute();
}

export async function findViewRow(ctx: Ctx, id: string) {
  return viewsOf(ctx).where('v.id', '=', id).executeTakeFirst();
}

export async function lockView(ctx: Ctx, id: string): Promise<ViewRow | undefined> {
  return viewsOf(ctx).where('v.id', '=', id).forUpdate('v').executeTakeFirst();
}

/** How many views of an object a member has. */
export async function countOwn(ctx: Ctx, object: ViewObject, ownerId: string): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('views')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspaceId', '=', ctx.workspace)
    .where('object', '=', object)
    .where('ownerId', '=', ownerId)
    .executeTakeFirstOrThrow();
  return count;
}

/** A team that is not archived; `isIn` says whether a member is in it at this instant, or leads it. */
export async function findTeamOf(ctx: Ctx, teamId: string, memberId: string) {
  return ctx.db
    .selectFrom('teams as t')
    .select('t.id')
    .select(
      sql<boolean>`(t.lead_id is not distinct from ${memberId}::uuid or exists (
        select from team_members own_place
        where own_place.workspace_id = ${ctx.workspace} and own_place.team_id = t.id
          and own_place.member_id = ${memberId} and own_place.valid_from <= ${ctx.now}
          and (own_place.valid_to is null or own_place.valid_to > ${ctx.now})
      ))`.as('isIn'),
    )
    .where('t.workspaceId', '=', ctx.workspace)
    .where('t.id', '=', teamId)
    .where('t.archivedAt', 'is', null)
    .executeTakeFirst();
}

const asRow = ({ filter, columns, ...values }: ViewValues) => ({
  ...values,
  filter: JSON.stringify(filter),
  columns: JSON.stringify(columns),
});

export async function insertView(
  ctx: Ctx,
  { id, object, ownerId, ...values }: ViewValues & { id: string; object: ViewObject; ownerId: string },
): Promise<void> {
  await ctx.db
    .insertInto('views')
    .values({
      ...asRow(values),
      ...{ workspaceId: ctx.workspace, id, object, ownerId, createdAt: ctx.now, updatedAt: ctx.now },
    })
    .execute();
}

export async function updateView(ctx: Ctx, id: string, values: ViewValues): Promise<void> {
  await ctx.db
    .updateTable('views')
    .set((eb) => ({ ...asRow(values), updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

export async function removeViewRow(ctx: Ctx, id: string): Promise<void> {
  await ctx.db.deleteFrom('views').where('workspaceId', '=', ctx.workspace).where('id', '=', id).execute();
}

export async function saveOrder(
  ctx: Ctx,
  {
    object,
    memberId,
    ...values
  }: { object: ViewObject; memberId: string; viewIds: string[]; defaultId: string | null },
): Promise<void> {
  await ctx.db
    .insertInto('viewOrders')
    .values({ workspaceId: ctx.workspace, memberId, object, ...values })
    .onConflict((conflict) => conflict.columns(['workspaceId', 'memberId', 'object']).doUpdateSet(values))
    .execute();
}

/** Views that others find, too. */
export async function countShared(ctx: Ctx, ownerId: string): Promise<number> {
  const { count } = await ctx.db
    .selectFrom('views')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspaceId', '=', ctx.workspace)
    .where('ownerId', '=', ownerId)
    .where('reach', '!=', 'private')
    .executeTakeFirstOrThrow();
  return count;
}

/** Gives the views that others find, too, to somebody else, and says how many. */
export async function moveShared(ctx: Ctx, fromId: string, toId: string): Promise<number> {
  const moved = await ctx.db
    .updateTable('views')
    .set((eb) => ({ ownerId: toId, updatedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('ownerId', '=', fromId)
    .where('reach', '!=', 'private')
    .executeTakeFirst();
  return Number(moved.numUpdatedRows);
}
