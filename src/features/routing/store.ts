import { type Insertable, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { RotationPlace } from '../../core/routing/rotation.ts';
import { inChunks } from '../../db/chunks.ts';
import type { Tables } from '../../db/tables.ts';

/** Decisions of routing are taken one after the other: caps and turns are counted by what the last one left. */
export async function lockRouting(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('routing:' || ${ctx.workspace}, 0))`.execute(ctx.db);
}

/** Memberships at this instant: all of the teams that rules name, and those of people whom leads name. */
export async function listRosters(ctx: Ctx, teamKeys: string[], people: string[]) {
  return ctx.db
    .selectFrom('teamMembers as tm')
    .innerJoin('teams as t', (join) =>
      join.onRef('t.workspaceId', '=', 'tm.workspaceId').onRef('t.id', '=', 'tm.teamId'),
    )
    .select(['t.id as teamId', 't.key', 'tm.memberId', 'tm.weight', 'tm.cap'])
    .where('tm.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`(t.key = any(${teamKeys}::text[]) or tm.member_id = any(${people}::uuid[]))`)
    .where('t.archivedAt', 'is', null)
    .where('tm.validFrom', '<=', ctx.now)
    .where((eb) => eb.or([eb('tm.validTo', 'is', null), eb('tm.validTo', '>', ctx.now)]))
    .execute();
}

export async function listNames(ctx: Ctx): Promise<{ id: string; name: string }[]> {
  return ctx.db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('workspaceId', '=', ctx.workspace)
    .where('active', '=', true)
    .execute();
}

/** Members who may get leads, kept as they are: who is being deactivated is waited for. */
export async function lockMembers(ctx: Ctx, ids: string[]): Promise<{ id: string; active: boolean }[]> {
  return ctx.db
    .selectFrom('members')
    .select(['id', 'active'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forShare()
    .execute();
}

export async function listAbsencesNow(ctx: Ctx, memberIds: string[]) {
  return ctx.db
    .selectFrom('absences')
    .select(['memberId', 'startsAt', 'endsAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`member_id = any(${memberIds}::uuid[])`)
    .where('startsAt', '<=', ctx.now)
    .where('endsAt', '>', ctx.now)
    .execute();
}

export async function listAcknowledged(ctx: Ctx, versionId: string): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('acknowledgements')
    .select('memberId')
    .where('workspaceId', '=', ctx.workspace)
    .where('versionId', '=', versionId)
    .execute();
  return new Set(rows.map(({ memberId }) => memberId));
}

/** How many handoffs without a deal members have. */
export async function countLoads(ctx: Ctx, memberIds: string[]): Promise<Map<string, number>> {
  const rows = await ctx.db
    .selectFrom('handoffs')
    .select(['memberId', ({ fn }) => fn.countAll<number>().as('open')])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`member_id = any(${memberIds}::uuid[])`)
    .where('closedAt', 'is', null)
    .where('dealId', 'is', null)
    .groupBy('memberId')
    .execute();
  return new Map(rows.map(({ memberId, open }) => [memberId, open]));
}

export async function lockRotation(ctx: Ctx, pools: string[]): Promise<RotationPlace[]> {
  return ctx.db
    .selectFrom('rotationState')
    .select(['pool', 'memberId', 'given', 'credit', 'owed', 'present'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`pool = any(${pools}::text[])`)
    .orderBy('pool')
    .orderBy('memberId')
    .forUpdate()
    .execute();
}

/** Sorted by their key, as every upsert of several rows. */
export async function saveRotation(ctx: Ctx, places: readonly RotationPlace[]): Promise<void> {
  const key = ({ pool, memberId }: RotationPlace) => `${pool}\n${memberId}`;
  const sorted = [...places].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  for (const rows of inChunks(sorted)) {
    await ctx.db
      .insertInto('rotationState')
      .values(rows.map((row) => ({ workspaceId: ctx.workspace, ...row })))
      .onConflict((conflict) =>
        conflict.columns(['workspaceId', 'pool', 'memberId']).doUpdateSet((eb) => ({
          given: eb.ref('excluded.given'),
          credit: eb.ref('excluded.credit'),
          owed: eb.ref('excluded.owed'),
          present: eb.ref('excluded.present'),
        })),
      )
      .execute();
  }
}

export type NewRouting = Omit<Insertable<Tables['routingLog']>, 'workspaceId'>;

export async function insertRoutings(ctx: Ctx, routings: readonly NewRouting[]): Promise<void> {
  for (const rows of inChunks(routings)) {
    await ctx.db
      .insertInto('routingLog')
      .values(rows.map((row) => ({ workspaceId: ctx.workspace, ...row })))
      .execute();
  }
}

/** Members by name, with the lowest cap of the teams that they are in now. */
export async function listCaps(ctx: Ctx, memberIds: string[]) {
  return ctx.db
    .selectFrom('members as m')
    .leftJoin('teamMembers as tm', (join) =>
      join
        .onRef('tm.workspaceId', '=', 'm.workspaceId')
        .onRef('tm.memberId', '=', 'm.id')
        .on('tm.validFrom', '<=', ctx.now)
        .on((eb) => eb.or([eb('tm.validTo', 'is', null), eb('tm.validTo', '>', ctx.now)])),
    )
    .select(['m.id as memberId', 'm.name', ({ fn }) => fn.min<number | null>('tm.cap').as('cap')])
    .where('m.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`m.id = any(${memberIds}::uuid[])`)
    .groupBy(['m.id', 'm.name', 'm.nameKey'])
    .orderBy('m.nameKey')
    .orderBy('m.id')
    .execute();
}

/** The decision that gave a handoff to its first member. */
export async function findTurn(ctx: Ctx, handoffId: string) {
  return ctx.db
    .selectFrom('routingLog')
    .select(['pool', 'chosen'])
    .where('workspaceId', '=', ctx.workspace)
    .where('handoffId', '=', handoffId)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst();
}

/** What the last decision about a handoff rested on. */
export async function findLastInput(ctx: Ctx, handoffId: string) {
  return ctx.db
    .selectFrom('routingLog')
    .select(['input', 'pool'])
    .where('workspaceId', '=', ctx.workspace)
    .where('handoffId', '=', handoffId)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst();
}
