import { type Insertable, type NotNull, sql } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { ClockKind } from '../../core/handoff/clock-effects.ts';
import { inChunks } from '../../db/chunks.ts';
import { isOwed } from '../../db/owed-clock.ts';
import type { ClockConsequence } from '../../db/relay-tables.ts';
import type { Tables } from '../../db/tables.ts';

export type NewClock = Omit<Insertable<Tables['clocks']>, 'workspaceId'>;
export type NewPart = Omit<Insertable<Tables['clockParts']>, 'workspaceId'>;

/** What a fact can change of a clock. */
export type ClockEnd = {
  id: string;
  answeredAt: Date | null;
  brokenAt: Date | null;
  outcome: 'kept' | 'broken' | 'cancelled' | null;
  endedAt: Date | null;
  nextAt: Date | null;
};

const clocksOf = (ctx: Ctx) => ctx.db.selectFrom('clocks as c').where('c.workspaceId', '=', ctx.workspace);

/**
 * The clocks of handoffs, and of their qualifications those that wait for information or for somebody, the earliest first; one
 * that broke waits until it is answered. Locked in the order of their ids.
 */
export async function lockClocks(ctx: Ctx, handoffIds: string[], qualificationIds: string[]) {
  const rows = await clocksOf(ctx)
    .select(['c.id', 'c.kind', 'c.handoffId', 'c.qualificationId', 'c.startedAt'])
    .select(['c.department', 'c.dueAt', 'c.nextAt', 'c.answeredAt', 'c.brokenAt', 'c.outcome', 'c.endedAt'])
    .where(
      sql<boolean>`(c.handoff_id = any(${handoffIds}::uuid[])
        or c.handoff_id is null and (c.outcome is null or c.outcome = 'broken' and c.answered_at is null)
          and c.qualification_id = any(${qualificationIds}::uuid[]))`,
    )
    .orderBy('c.id')
    .forUpdate()
    .execute();
  return rows.sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
}

export type LockedClock = Awaited<ReturnType<typeof lockClocks>>[number];

/** Writes what became of clocks. */
export async function updateClocks(ctx: Ctx, ends: readonly ClockEnd[]): Promise<void> {
  if (ends.length === 0) return;
  const column = <Name extends keyof ClockEnd>(name: Name) => ends.map((end) => end[name]);
  await sql`
    update clocks c
       set answered_at = v.answered_at, broken_at = v.broken_at, outcome = v.outcome, ended_at = v.ended_at, next_at = v.next_at
      from unnest(${column('id')}::uuid[], ${column('answeredAt')}::timestamptz[], ${column('brokenAt')}::timestamptz[],
                  ${column('outcome')}::text[], ${column('endedAt')}::timestamptz[], ${column('nextAt')}::timestamptz[])
           as v (id, answered_at, broken_at, outcome, ended_at, next_at)
     where c.workspace_id = ${ctx.workspace} and c.id = v.id`.execute(ctx.db);
}

/** Gives open clocks to somebody else: owner, due instant and next step. */
export async function updateOwners(
  ctx: Ctx,
  rows: readonly { id: string; memberId: string; dueAt: Date | null; nextAt: Date | null }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update clocks c set member_id = v.member_id, due_at = v.due_at, next_at = v.next_at
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ memberId }) => memberId)}::uuid[],
                  ${rows.map(({ dueAt }) => dueAt)}::timestamptz[], ${rows.map(({ nextAt }) => nextAt)}::timestamptz[])
           as v (id, member_id, due_at, next_at)
     where c.workspace_id = ${ctx.workspace} and c.id = v.id`.execute(ctx.db);
}

/** Starts clocks, and says which: one that runs already is not started again. */
export async function insertClocks(ctx: Ctx, clocks: readonly NewClock[]): Promise<Set<string>> {
  const started = new Set<string>();
  for (const rows of inChunks(clocks)) {
    const inserted = await ctx.db
      .insertInto('clocks')
      .values(rows.map((row) => ({ workspaceId: ctx.workspace, ...row })))
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute();
    for (const { id } of inserted) started.add(id);
  }
  return started;
}

/** Says on whose calendar clocks run from an instant on. */
export async function insertParts(ctx: Ctx, parts: readonly NewPart[]): Promise<void> {
  for (const rows of inChunks(parts)) {
    await ctx.db
      .insertInto('clockParts')
      .values(rows.map((row) => ({ workspaceId: ctx.workspace, ...row })))
      .onConflict((conflict) =>
        conflict.columns(['workspaceId', 'clockId', 'fromAt']).doUpdateSet((eb) => ({
          memberId: eb.ref('excluded.memberId'),
          calendarId: eb.ref('excluded.calendarId'),
        })),
      )
      .execute();
  }
}

/** Clocks of handoffs with the names of their owners, and whether they are still owed. */
export async function listClocks(ctx: Ctx, handoffIds: string[]) {
  return clocksOf(ctx)
    .innerJoin('handoffs as h', (join) =>
      join.onRef('h.workspaceId', '=', 'c.workspaceId').onRef('h.id', '=', 'c.handoffId'),
    )
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'c.workspaceId').onRef('m.id', '=', 'c.memberId'),
    )
    .selectAll('c')
    .select('m.name as memberName')
    .select(sql<boolean>`${isOwed('c', 'h')}`.as('isOwed'))
    .where(sql<boolean>`c.handoff_id = any(${handoffIds}::uuid[])`)
    .orderBy('c.startedAt')
    .orderBy('c.id')
    .execute();
}

/** The latest clock of each lead that waits for somebody, with the name of its owner. */
export async function listWaits(ctx: Ctx, qualificationIds: string[]) {
  return clocksOf(ctx)
    .leftJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'c.workspaceId').onRef('m.id', '=', 'c.memberId'),
    )
    .distinctOn('c.qualificationId')
    .selectAll('c')
    .select('m.name as memberName')
    .where(sql<boolean>`c.qualification_id = any(${qualificationIds}::uuid[])`)
    .where('c.kind', '=', 'assign')
    .orderBy('c.qualificationId')
    .orderBy('c.startedAt', 'desc')
    .execute();
}

/** Clocks of handoffs that run or are paused, locked in the order of their ids. */
export async function lockOpenClocks(ctx: Ctx, handoffIds: string[]) {
  return clocksOf(ctx)
    .selectAll('c')
    .where(sql<boolean>`c.handoff_id = any(${handoffIds}::uuid[])`)
    .where('c.outcome', 'is', null)
    .orderBy('c.id')
    .forUpdate()
    .execute();
}

/** Clocks that run or are paused and have a part on a calendar, locked in the order of their ids. */
export async function lockClocksOn(ctx: Ctx, calendarId: string) {
  return clocksOf(ctx)
    .selectAll('c')
    .where('c.outcome', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('clockParts as p')
          .select('p.clockId')
          .where('p.workspaceId', '=', ctx.workspace)
          .whereRef('p.clockId', '=', 'c.id')
          .where('p.calendarId', '=', calendarId),
      ),
    )
    .orderBy('c.id')
    .forUpdate('c')
    .execute();
}

/** Clocks of a member that run or are paused, locked in the order of their ids. */
export async function lockClocksOf(ctx: Ctx, memberId: string) {
  return clocksOf(ctx)
    .selectAll('c')
    .where('c.memberId', '=', memberId)
    .where('c.outcome', 'is', null)
    .orderBy('c.id')
    .forUpdate()
    .execute();
}

/** When the latest clock of a kind is due, by handoff. */
export async function selectDue(ctx: Ctx, handoffIds: string[], kind: ClockKind) {
  return clocksOf(ctx)
    .distinctOn('c.handoffId')
    .select(['c.handoffId', 'c.dueAt'])
    .where(sql<boolean>`c.handoff_id = any(${handoffIds}::uuid[])`)
    .where('c.kind', '=', kind)
    .orderBy('c.handoffId')
    .orderBy('c.startedAt', 'desc')
    .execute();
}

/** Of some clocks, those that were cancelled, locked in the order of their ids. */
export async function lockCancelled(ctx: Ctx, ids: readonly string[]) {
  return clocksOf(ctx)
    .selectAll('c')
    .where(sql<boolean>`c.id = any(${ids}::uuid[])`)
    .where('c.outcome', '=', 'cancelled')
    .orderBy('c.id')
    .forUpdate()
    .execute();
}

export type NewPause = Omit<Insertable<Tables['clockPauses']>, 'workspaceId'>;

export async function insertPauses(ctx: Ctx, pauses: readonly NewPause[]): Promise<void> {
  for (const rows of inChunks(pauses)) {
    await ctx.db
      .insertInto('clockPauses')
      .values(rows.map((row) => ({ workspaceId: ctx.workspace, ...row })))
      .execute();
  }
}

/** Says that pauses end now. */
export async function endPauses(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await ctx.db
    .updateTable('clockPauses')
    .set({ toAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}

/** Clocks to which time has done something by now, the longest waiting first; another process takes others. */
export async function claimDueClocks(ctx: Ctx, most: number) {
  return clocksOf(ctx)
    .selectAll('c')
    .where('c.nextAt', '<=', ctx.now)
    .orderBy('c.nextAt')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute();
}

export type NewStep = Omit<Insertable<Tables['clockSteps']>, 'workspaceId'>;

/** Notes steps of the ladder, and says which; one that was taken before is not taken again. */
export async function insertSteps(ctx: Ctx, steps: readonly NewStep[]): Promise<{ clockId: string; step: number }[]> {
  const taken: { clockId: string; step: number }[] = [];
  const sorted = [...steps].sort((a, b) =>
    a.clockId === b.clockId ? a.step - b.step : a.clockId < b.clockId ? -1 : 1,
  );
  for (const rows of inChunks(sorted)) {
    const inserted = await ctx.db
      .insertInto('clockSteps')
      .values(rows.map((row) => ({ workspaceId: ctx.workspace, ...row })))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['clockId', 'step'])
      .execute();
    taken.push(...inserted);
  }
  return taken;
}

/** What time has made of a clock. */
export type Judged = Pick<ClockEnd, 'id' | 'brokenAt' | 'outcome' | 'endedAt' | 'nextAt'> & { dueAt: Date | null };

export async function updateJudged(ctx: Ctx, judged: readonly Judged[]): Promise<void> {
  const column = <Name extends keyof Judged>(name: Name) => judged.map((one) => one[name]);
  await sql`
    update clocks c
       set due_at = v.due_at, next_at = v.next_at, broken_at = v.broken_at, outcome = v.outcome, ended_at = v.ended_at
      from unnest(${column('id')}::uuid[], ${column('dueAt')}::timestamptz[], ${column('nextAt')}::timestamptz[],
                  ${column('brokenAt')}::timestamptz[], ${column('outcome')}::text[], ${column('endedAt')}::timestamptz[])
           as v (id, due_at, next_at, broken_at, outcome, ended_at)
     where c.workspace_id = ${ctx.workspace} and c.id = v.id`.execute(ctx.db);
}

/** Notes what the agreement says happens now; it is carried out apart. */
export async function noteConsequences(
  ctx: Ctx,
  rows: readonly { id: string; consequence: ClockConsequence }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update clocks c set consequence = v.consequence
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ consequence }) => consequence)}::text[])
           as v (id, consequence)
     where c.workspace_id = ${ctx.workspace} and c.id = v.id`.execute(ctx.db);
}

/** The kinds of consequences that clocks have. */
export async function selectWaiting(ctx: Ctx): Promise<ClockConsequence[]> {
  const rows = await clocksOf(ctx)
    .select('c.consequence')
    .distinct()
    .where('c.consequence', 'is not', null)
    .$narrowType<{ consequence: NotNull }>()
    .execute();
  return rows.map(({ consequence }) => consequence);
}

/** Clocks that have a consequence, those that were due first first. */
export async function selectConsequences(ctx: Ctx, consequence: ClockConsequence, most: number) {
  return clocksOf(ctx)
    .innerJoin('handoffs as h', (join) =>
      join.onRef('h.workspaceId', '=', 'c.workspaceId').onRef('h.id', '=', 'c.handoffId'),
    )
    .select(['c.id', 'c.clause', 'c.dueAt', 'c.memberId', 'c.rejectionId', 'h.id as handoffId', 'h.contactId'])
    .where('c.consequence', '=', consequence)
    .orderBy('c.dueAt')
    .orderBy('c.id')
    .limit(most)
    .execute();
}

/** Takes a consequence: of two who would carry it out one gets it. */
export async function clearConsequence(ctx: Ctx, id: string, consequence: ClockConsequence): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('clocks')
    .set({ consequence: null })
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .where('consequence', '=', consequence)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export type ClockRow = Awaited<ReturnType<typeof lockOpenClocks>>[number];

/** On whose calendars clocks run, the earliest part first. */
export async function listParts(ctx: Ctx, clockIds: string[]) {
  return ctx.db
    .selectFrom('clockParts')
    .select(['clockId', 'fromAt', 'memberId', 'calendarId'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`clock_id = any(${clockIds}::uuid[])`)
    .orderBy('fromAt')
    .execute();
}

export async function listPauses(ctx: Ctx, clockIds: string[]) {
  return ctx.db
    .selectFrom('clockPauses')
    .select(['id', 'clockId', 'fromAt', 'toAt', 'reason', 'note'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`clock_id = any(${clockIds}::uuid[])`)
    .orderBy('fromAt')
    .execute();
}
