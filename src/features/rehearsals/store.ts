import { type Insertable, sql, type Updateable } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { Tables } from '../../db/tables.ts';

type Row = Tables['rehearsals'];

/** False when one of the same text is under way already. */
export async function insertRehearsal(
  ctx: Ctx,
  row: Omit<Insertable<Row>, 'workspaceId' | 'askedAt' | 'status' | 'finishedAt' | 'result' | 'people' | 'judged'>,
): Promise<boolean> {
  const made = await ctx.db
    .insertInto('rehearsals')
    .values({
      workspaceId: ctx.workspace,
      ...row,
      ...{ status: 'waiting' as const, people: 0, judged: 0, askedAt: ctx.now, result: null, finishedAt: null },
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return made.numInsertedOrUpdatedRows === 1n;
}

export async function updateRehearsal(ctx: Ctx, id: string, values: Updateable<Row>): Promise<void> {
  await ctx.db
    .updateTable('rehearsals')
    .set(values)
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

export type RehearsalRow = NonNullable<Awaited<ReturnType<typeof findRehearsal>>>;

const selectRehearsals = (ctx: Ctx) =>
  ctx.db
    .selectFrom('rehearsals as r')
    .innerJoin('agreementVersions as v', (join) =>
      join.onRef('v.workspaceId', '=', 'r.workspaceId').onRef('v.id', '=', 'r.versionId'),
    )
    .leftJoin('agreementVersions as a', (join) =>
      join.onRef('a.workspaceId', '=', 'r.workspaceId').onRef('a.id', '=', 'r.againstId'),
    )
    .selectAll('r')
    .select(['v.number', 'v.hash as hashNow', 'a.number as againstNumber'])
    .where('r.workspaceId', '=', ctx.workspace);

export async function findRehearsal(ctx: Ctx, id: string) {
  return selectRehearsals(ctx).where('r.id', '=', id).executeTakeFirst();
}

/** The last that was asked for. */
export async function findLastRehearsal(ctx: Ctx, versionId: string) {
  return selectRehearsals(ctx)
    .where('r.versionId', '=', versionId)
    .orderBy('r.askedAt', 'desc')
    .orderBy('r.id', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Keeps the last few of a version: a figure is of use while its text is. */
export async function deleteOldRehearsals(ctx: Ctx, versionId: string, kept: number): Promise<void> {
  await ctx.db
    .deleteFrom('rehearsals')
    .where('workspaceId', '=', ctx.workspace)
    .where('versionId', '=', versionId)
    .where('status', 'in', ['done', 'failed'])
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('rehearsals')
        .select('id')
        .where('workspaceId', '=', ctx.workspace)
        .where('versionId', '=', versionId)
        .orderBy('askedAt', 'desc')
        .orderBy('id', 'desc')
        .limit(kept),
    )
    .execute();
}

const selectPeople = (ctx: Ctx) =>
  ctx.db
    .selectFrom('contacts')
    .where('workspaceId', '=', ctx.workspace)
    .where('mergedInto', 'is', null)
    .where('deletedAt', 'is', null);

export async function countPeople(ctx: Ctx): Promise<number> {
  const { people } = await selectPeople(ctx)
    .select(({ fn }) => fn.countAll<number>().as('people'))
    .executeTakeFirstOrThrow();
  return people;
}

/** The next people in the order of their ids. */
export async function listPeopleAfter(ctx: Ctx, after: string | null, limit: number): Promise<string[]> {
  let query = selectPeople(ctx).select('id').orderBy('id').limit(limit);
  if (after !== null) query = query.where(sql<boolean>`id > ${after}::uuid`);
  return (await query.execute()).map(({ id }) => id);
}

/** The version in force when its signers chose waves. */
export async function findWaves(ctx: Ctx) {
  return ctx.db
    .selectFrom('agreementVersions')
    .select(['id', 'waveSize', 'wavesFoundAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where('status', '=', 'in-force')
    .where('waveSize', 'is not', null)
    .executeTakeFirst();
}

/** Puts people into line for the waves of a version; who is in it already stays as they are. */
export async function insertWaiting(ctx: Ctx, versionId: string, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return;
  await ctx.db
    .insertInto('versionWaves')
    .values(
      [...contactIds].sort().map((contactId) => {
        return { workspaceId: ctx.workspace, versionId, contactId, day: null, memberId: null, droppedAt: null };
      }),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function markFound(ctx: Ctx, versionId: string): Promise<void> {
  await ctx.db
    .updateTable('agreementVersions')
    .set({ wavesFoundAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', versionId)
    .execute();
}

/** Who still waits, in the order of their ids. */
export async function listWaiting(ctx: Ctx, versionId: string, after: string | null, limit: number): Promise<string[]> {
  let query = ctx.db
    .selectFrom('versionWaves')
    .select('contactId')
    .where('workspaceId', '=', ctx.workspace)
    .where('versionId', '=', versionId)
    .where('day', 'is', null)
    .where('droppedAt', 'is', null)
    .orderBy('contactId')
    .limit(limit);
  if (after !== null) query = query.where(sql<boolean>`contact_id > ${after}::uuid`);
  return (await query.execute()).map(({ contactId }) => contactId);
}

/** How many each member got of a day's wave. */
export async function countGiven(ctx: Ctx, versionId: string, day: string): Promise<Map<string, number>> {
  const rows = await ctx.db
    .selectFrom('versionWaves')
    .select(['memberId', ({ fn }) => fn.countAll<number>().as('given')])
    .where('workspaceId', '=', ctx.workspace)
    .where('versionId', '=', versionId)
    .where('day', '=', day)
    .groupBy('memberId')
    .execute();
  return new Map(rows.flatMap(({ memberId, given }) => (memberId === null ? [] : [[memberId, given] as const])));
}

export async function setWave(
  ctx: Ctx,
  versionId: string,
  contactId: string,
  values: Updateable<Tables['versionWaves']>,
): Promise<void> {
  await ctx.db
    .updateTable('versionWaves')
    .set(values)
    .where('workspaceId', '=', ctx.workspace)
    .where('versionId', '=', versionId)
    .where('contactId', '=', contactId)
    .execute();
}

/** How far the waves of a version are. */
export async function countWaves(ctx: Ctx, versionId: string) {
  return ctx.db
    .selectFrom('versionWaves')
    .select(({ fn }) => fn.countAll<number>().as('people'))
    .select([
      sql<number>`count(*) filter (where day is not null)::int`.as('handedOver'),
      sql<number>`count(*) filter (where dropped_at is not null)::int`.as('dropped'),
    ])
    .where('workspaceId', '=', ctx.workspace)
    .where('versionId', '=', versionId)
    .executeTakeFirstOrThrow();
}
