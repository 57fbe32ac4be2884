import { sql } from 'kysely';
import type { Ctx, WorkspaceId } from '../../context.ts';

/** The sample of a workspace, as it was asked for; locked until the transaction ends where it is to be changed. */
export async function findSample(ctx: Ctx, lock = false) {
  let query = ctx.db
    .selectFrom('samples')
    .select(['sampleId', 'status', 'percent', 'people', 'askedBy', 'askedAt', 'finishedAt'])
    .where('workspaceId', '=', ctx.workspace);
  if (lock) query = query.forUpdate();
  return query.executeTakeFirst();
}

type NewSample = { sampleId: string; people: number; askedBy: string };

/**
 * Notes that a sample is wanted, anew where an earlier one failed, or was begun before `lostBefore` and never ended. False where
 * there is one, or one is being made.
 */
export async function insertSample(ctx: Ctx, sample: NewSample, lostBefore: Date): Promise<boolean> {
  const values = { ...sample, status: 'waiting' as const, askedAt: ctx.now, percent: 0, finishedAt: null };
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('samples')
    .values({ workspaceId: ctx.workspace, ...values })
    .onConflict((conflict) =>
      conflict
        .column('workspaceId')
        .doUpdateSet(values)
        .where((eb) =>
          eb.or([
            eb('samples.status', '=', 'failed'),
            eb.and([eb('samples.status', '!=', 'ready'), eb('samples.askedAt', '<', lostBefore)]),
          ]),
        ),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

type Progress = { status: 'making' | 'ready' | 'failed'; percent: number; finishedAt?: Date };

/** Says how far it is. False where it is not wanted any more. */
export async function updateSample(ctx: Ctx, sampleId: string, progress: Progress): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('samples')
    .set(progress)
    .where('workspaceId', '=', ctx.workspace)
    .where('sampleId', '=', sampleId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

export async function deleteSample(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('samples').where('workspaceId', '=', ctx.workspace).execute();
}

/** Removes every row of the sample, through the one procedure that may. Does nothing where there is none yet. */
export async function removeRows(ctx: Ctx, sampleId: string): Promise<void> {
  await sql`
    select remove_sample(w.id) from workspaces w where w.id = ${sampleId} and w.sample_of = ${ctx.workspace}`.execute(
    ctx.db,
  );
}

/** What happened in a sample is past: time may go on in it. */
export async function openSample(ctx: Ctx): Promise<void> {
  await ctx.db.updateTable('workspaces').set({ ready: true }).where('id', '=', ctx.workspace).execute();
}

/** Has a session look into a sample, or look back; false where there is no such session. */
export async function updateVisit(
  ctx: Ctx,
  home: WorkspaceId,
  sessionId: string,
  visiting: WorkspaceId | null,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('sessions')
    .set({ visiting })
    .where('workspaceId', '=', home)
    .where('id', '=', sessionId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Leads that Sales was given since an instant, with what a rep would look at first. */
export async function selectOffers(ctx: Ctx, since: Date) {
  return ctx.db
    .selectFrom('handoffs as h')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'h.workspaceId').onRef('c.id', '=', 'h.contactId'),
    )
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.workspaceId', '=', 'h.workspaceId').onRef('a.id', '=', 'h.accountId'),
    )
    .select(['h.id', 'h.contactId', 'h.memberId', 'h.status', 'h.offeredAt', 'h.campaign', 'h.cycle'])
    .select(['c.email', 'a.name as company', 'a.employees'])
    .where('h.workspaceId', '=', ctx.workspace)
    .where('h.offeredAt', '>=', since)
    .where('h.status', 'in', ['offered', 'accepted'])
    .orderBy('h.offeredAt')
    .orderBy('h.number')
    .orderBy('c.email')
    .execute();
}

/** Whether the member of a session has been in the sample before. */
export async function hasGuest(ctx: Ctx, memberId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('members')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', memberId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether time has something to do. */
export async function isAnyClockDue(ctx: Ctx): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('clocks')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('nextAt', '<=', ctx.now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether a lead still waits for its verdict. */
export async function isOffered(ctx: Ctx, handoffId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('handoffs')
    .select('status')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', handoffId)
    .executeTakeFirst();
  return row?.status === 'offered';
}

/** Has the database count what it plans by: in a fresh installation it has not yet, and the story is told before it does by itself. */
export async function prepareStatistics(ctx: Ctx): Promise<void> {
  await sql`analyze accounts, activities, clocks, contacts, deal_contacts, deals, handoffs, identities, qualifications, transitions`.execute(
    ctx.db,
  );
}
