import { type Insertable, sql, type Updateable } from 'kysely';
import type { Ctx } from '../../context.ts';
import { inChunks } from '../../db/chunks.ts';
import { reachesContact } from '../../db/contact-scope.ts';
import { withinReach } from '../../db/scope.ts';
import type { Tables } from '../../db/tables.ts';

/** What the rules of the handoff know of one. */
const stateColumns = [
  'h.id',
  'h.contactId',
  'h.qualificationId',
  'h.cycle',
  'h.number',
  'h.follows',
  'h.memberId',
  'h.teamId',
  'h.assignedAt',
  'h.explore',
  'h.status',
  'h.offeredAt',
  'h.acceptedAt',
  'h.acceptedBy',
  'h.verdict',
  'h.verdictBy',
  'h.verdictClause',
  'h.reason',
  'h.note',
  'h.confirmedAt',
  'h.dealId',
  'h.marketingOwnerId',
  'h.nextStep',
  'h.wakeUpAt',
  'h.cancelCause',
  'h.overturned',
  'h.closedAt',
  'h.versionId',
  'h.promises',
  'h.campaign',
  'h.version',
  'h.verdictAt',
  'h.undo',
  'h.turnReturnedAt',
  sql<string | null>`h.brief->'route'->>'rule'`.as('routeRule'),
] as const;

const statesOf = (ctx: Ctx) =>
  ctx.db.selectFrom('handoffs as h').select(stateColumns).where('h.workspaceId', '=', ctx.workspace);

export type StateRow = Awaited<ReturnType<typeof listHistory>>[number];

/** All handoffs of contacts, each contact's in order. */
export async function listHistory(ctx: Ctx, contactIds: string[]) {
  return statesOf(ctx)
    .where(sql<boolean>`h.contact_id = any(${contactIds}::uuid[])`)
    .orderBy('h.contactId')
    .orderBy('h.number')
    .execute();
}

/** Waits for whoever just decides about it. */
export async function lockHandoff(ctx: Ctx, id: string): Promise<StateRow | undefined> {
  return statesOf(ctx).where('h.id', '=', id).forUpdate().executeTakeFirst();
}

/** Open handoffs that a member has, locked in the order of their ids. */
export async function lockOpenOf(ctx: Ctx, memberId: string): Promise<StateRow[]> {
  return statesOf(ctx)
    .where('h.memberId', '=', memberId)
    .where('h.closedAt', 'is', null)
    .orderBy('h.id')
    .forUpdate()
    .execute();
}

export async function countOpenOfContacts(ctx: Ctx, contactIds: readonly string[]): Promise<number> {
  const { open } = await ctx.db
    .selectFrom('handoffs')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`contact_id = any(${contactIds}::uuid[])`)
    .where('closedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return open;
}

export async function countOpenOf(ctx: Ctx, memberId: string): Promise<number> {
  const { open } = await ctx.db
    .selectFrom('handoffs')
    .select(({ fn }) => fn.countAll<number>().as('open'))
    .where('workspaceId', '=', ctx.workspace)
    .where('memberId', '=', memberId)
    .where('closedAt', 'is', null)
    .executeTakeFirstOrThrow();
  return open;
}

/** Whose handoffs within reach are, and with whom, before anything is locked. */
export async function findHolders(ctx: Ctx, ids: readonly string[]) {
  return ctx.db
    .selectFrom('handoffs as h')
    .select(['h.id', 'h.contactId', 'h.memberId'])
    .where('h.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`h.id = any(${ids}::uuid[])`)
    .where(withinReach(ctx, sql.ref('h.member_id')))
    .execute();
}

/** Who took a handoff over from a member who had it before; nothing where they never had it. */
export async function findTaker(ctx: Ctx, id: string, memberId: string) {
  return ctx.db
    .selectFrom('handoffs as h')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'h.workspaceId').onRef('m.id', '=', 'h.memberId'),
    )
    .select(['m.id', 'm.name', 'h.assignedAt'])
    .where('h.workspaceId', '=', ctx.workspace)
    .where('h.id', '=', id)
    .where('h.memberId', '!=', memberId)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('assignments as g')
          .select('g.handoffId')
          .whereRef('g.workspaceId', '=', 'h.workspaceId')
          .whereRef('g.handoffId', '=', 'h.id')
          .where('g.memberId', '=', memberId),
      ),
    )
    .executeTakeFirst();
}

/** Whether there is such a person within reach. */
export async function isPresent(ctx: Ctx, contactId: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('contacts as c')
    .select('c.id')
    .where('c.workspaceId', '=', ctx.workspace)
    .where('c.id', '=', contactId)
    .where('c.deletedAt', 'is', null)
    .where('c.mergedInto', 'is', null)
    .where(reachesContact(ctx))
    .executeTakeFirst();
  return row !== undefined;
}

/** Locks come in the order contact, member, handoff: whoever keeps to it never waits in a circle. */
export async function lockContacts(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/** Open handoffs of contacts, locked in the order of their ids. */
export async function lockOpenOfContacts(ctx: Ctx, contactIds: readonly string[]): Promise<StateRow[]> {
  return statesOf(ctx)
    .where(sql<boolean>`h.contact_id = any(${contactIds}::uuid[])`)
    .where('h.closedAt', 'is', null)
    .orderBy('h.id')
    .forUpdate()
    .execute();
}

export async function updateHandoff(
  ctx: Ctx,
  id: string,
  values: Omit<Updateable<Tables['handoffs']>, 'workspaceId' | 'id' | 'version'>,
): Promise<void> {
  await ctx.db
    .updateTable('handoffs')
    .set((eb) => ({ ...values, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .execute();
}

/** Gives handoffs to another member, and notes until when the first had them. What was said before is not theirs to take back. */
export async function updateMember(
  ctx: Ctx,
  ids: string[],
  memberId: string,
  cause: NewAssignment['cause'],
): Promise<void> {
  await ctx.db
    .updateTable('handoffs')
    .set((eb) => ({ memberId, assignedAt: ctx.now, openedAt: null, undo: null, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
  await ctx.db
    .updateTable('assignments')
    .set({ toAt: ctx.now })
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`handoff_id = any(${ids}::uuid[])`)
    .where('toAt', 'is', null)
    .execute();
  await insertAssignments(
    ctx,
    ids.map((handoffId) => ({ handoffId, memberId, fromAt: ctx.now, toAt: null, cause })),
  );
}

export async function updateTeams(ctx: Ctx, ids: readonly string[], teamId: string | null): Promise<void> {
  await ctx.db
    .updateTable('handoffs')
    .set({ teamId })
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}

/** Ends open handoffs because their contacts became one. */
export async function cancelMerged(ctx: Ctx, ids: readonly string[]): Promise<void> {
  await ctx.db
    .updateTable('handoffs')
    .set((eb) => ({ status: 'cancelled', cancelCause: 'merged', closedAt: ctx.now, version: eb('version', '+', 1) }))
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}

/** Gives handoffs to another contact, under a number that is free there. */
export async function moveToContacts(
  ctx: Ctx,
  moves: readonly { id: string; contactId: string; number: number }[],
): Promise<void> {
  await sql`
    update handoffs h set contact_id = v.contact_id, number = v.number, version = h.version + 1
      from unnest(${moves.map(({ id }) => id)}::uuid[], ${moves.map(({ contactId }) => contactId)}::uuid[],
                  ${moves.map(({ number }) => number)}::integer[]) as v (id, contact_id, number)
     where h.workspace_id = ${ctx.workspace} and h.id = v.id`.execute(ctx.db);
}

/** Of handoffs that a merge ended, those that can go on: their member is active and the contact has no other one open. */
export async function selectReopenable(ctx: Ctx, ids: readonly string[]): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('handoffs as h')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'h.workspaceId').onRef('m.id', '=', 'h.memberId').on('m.active', '=', true),
    )
    .select('h.id')
    .where('h.workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`h.id = any(${ids}::uuid[])`)
    .where('h.cancelCause', '=', 'merged')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('handoffs as o')
            .select('o.id')
            .whereRef('o.workspaceId', '=', 'h.workspaceId')
            .whereRef('o.contactId', '=', 'h.contactId')
            .where('o.closedAt', 'is', null),
        ),
      ),
    )
    .orderBy('h.id')
    .execute();
  return rows.map(({ id }) => id);
}

export async function reopenRows(
  ctx: Ctx,
  rows: readonly { id: string; status: 'offered' | 'accepted' }[],
): Promise<void> {
  await sql`
    update handoffs h set status = v.status, cancel_cause = null, closed_at = null, version = h.version + 1
      from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ status }) => status)}::text[]) as v (id, status)
     where h.workspace_id = ${ctx.workspace} and h.id = v.id`.execute(ctx.db);
}

export type NewHandoff = Omit<Insertable<Tables['handoffs']>, 'workspaceId'>;
export type NewAssignment = Omit<Insertable<Tables['assignments']>, 'workspaceId'>;

export async function insertHandoffs(ctx: Ctx, handoffs: readonly NewHandoff[]): Promise<void> {
  for (const rows of inChunks(handoffs)) {
    await ctx.db
      .insertInto('handoffs')
      .values(rows.map((row) => ({ workspaceId: ctx.workspace, ...row })))
      .execute();
  }
}

/** Makes the handoff that an arbitration puts in place of a rejected one: the same lead, under its own number. */
export async function copyHandoff(ctx: Ctx, from: string, to: { id: string; number: number }): Promise<void> {
  await sql`
    insert into handoffs (
      workspace_id, id, contact_id, account_id, qualification_id, cycle, number, follows, member_id, team_id, assigned_at,
      explore, status, offered_at, accepted_at, accepted_by, verdict, verdict_at, verdict_clause, grade, campaign,
      lead_value, expected_value, brief, promises, sales_sourced, version_id
    )
    select workspace_id, ${to.id}::uuid, contact_id, account_id, qualification_id, cycle, ${to.number}::integer, id, member_id,
      team_id, ${ctx.now}::timestamptz, explore, 'accepted', ${ctx.now}::timestamptz, ${ctx.now}::timestamptz, 'ruling',
      'accept', ${ctx.now}::timestamptz, 'arbitrate', grade, campaign, lead_value, expected_value, brief, promises,
      sales_sourced, version_id
    from handoffs where workspace_id = ${ctx.workspace} and id = ${from}`.execute(ctx.db);
}

/** Says who has handoffs from an instant on; of two at the same instant, the one said last. */
export async function insertAssignments(ctx: Ctx, assignments: readonly NewAssignment[]): Promise<void> {
  for (const rows of inChunks(assignments)) {
    await ctx.db
      .insertInto('assignments')
      .values(rows.map((row) => ({ workspaceId: ctx.workspace, ...row })))
      .onConflict((conflict) =>
        conflict.columns(['workspaceId', 'handoffId', 'fromAt']).doUpdateSet((eb) => ({
          memberId: eb.ref('excluded.memberId'),
          toAt: eb.ref('excluded.toAt'),
          cause: eb.ref('excluded.cause'),
        })),
      )
      .execute();
  }
}

export async function lockQualifications(ctx: Ctx, ids: string[]) {
  return ctx.db
    .selectFrom('qualifications')
    .select(['id', 'status', 'queueReason', 'queuedAt'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/**
 * Qualifications for which nobody was available, those that wait longest first. Their contacts are locked, as everybody does
 * who decides about a lead; another process takes others.
 */
export async function claimQueued(ctx: Ctx, most: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('qualifications as q')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'q.workspaceId').onRef('c.id', '=', 'q.contactId'),
    )
    .select('q.id')
    .where('q.workspaceId', '=', ctx.workspace)
    .where('q.status', '=', 'queued')
    .orderBy('q.decidedAt')
    .orderBy('q.id')
    .limit(most)
    .forUpdate('c')
    .skipLocked()
    .execute();
  return rows.map(({ id }) => id);
}

export async function markHandedOver(ctx: Ctx, ids: string[]): Promise<void> {
  await ctx.db
    .updateTable('qualifications')
    .set({ status: 'handed-over', handedOverAt: ctx.now, queueReason: null })
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute();
}

export async function markQueued(
  ctx: Ctx,
  queued: readonly { qualificationId: string; reason: string }[],
): Promise<void> {
  await sql`
    update qualifications q set status = 'queued', queue_reason = v.reason, queued_at = coalesce(q.queued_at, ${ctx.now})
      from unnest(${queued.map((one) => one.qualificationId)}::uuid[], ${queued.map(({ reason }) => reason)}::text[])
           as v (id, reason)
     where q.workspace_id = ${ctx.workspace} and q.id = v.id`.execute(ctx.db);
}

/** Open handoffs that a deal continues, or those that ended with it; locked in the order of their ids. */
export async function lockOfDeal(ctx: Ctx, dealId: string, state: 'open' | 'closed'): Promise<StateRow[]> {
  return statesOf(ctx)
    .where('h.dealId', '=', dealId)
    .where('h.closedAt', state === 'open' ? 'is' : 'is not', null)
    .orderBy('h.id')
    .forUpdate()
    .execute();
}
