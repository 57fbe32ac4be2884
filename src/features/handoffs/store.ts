import { type Insertable, sql, type Updateable } from 'kysely';
import type { Ctx } from '../../context.ts';
import type { HandoffState } from '../../core/handoff/handoff.ts';
import { inChunks } from '../../db/chunks.ts';
import { isOwed } from '../../db/owed-clock.ts';
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

/** The contact of a handoff within reach. */
export async function findContactOf(ctx: Ctx, id: string): Promise<string | undefined> {
  const row = await ctx.db
    .selectFrom('handoffs as h')
    .select('h.contactId')
    .where('h.workspaceId', '=', ctx.workspace)
    .where('h.id', '=', id)
    .where(withinReach(ctx, sql.ref('h.member_id')))
    .executeTakeFirst();
  return row?.contactId;
}

/** Locks come in the order contact, member, handoff: whoever keeps to it never waits in a circle. */
export async function lockContact(ctx: Ctx, id: string): Promise<void> {
  await ctx.db
    .selectFrom('contacts')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('id', '=', id)
    .forNoKeyUpdate()
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

/** Gives handoffs to another member, and notes until when the first had them. */
export async function updateMember(ctx: Ctx, ids: string[], memberId: string, cause: 'handover'): Promise<void> {
  await ctx.db
    .updateTable('handoffs')
    .set((eb) => ({ memberId, assignedAt: ctx.now, version: eb('version', '+', 1) }))
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
    .select(['id', 'status', 'queueReason'])
    .where('workspaceId', '=', ctx.workspace)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Qualifications for which nobody was available, those that wait longest first; another process takes others. */
export async function claimQueued(ctx: Ctx, most: number): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('qualifications')
    .select('id')
    .where('workspaceId', '=', ctx.workspace)
    .where('status', '=', 'queued')
    .orderBy('decidedAt')
    .orderBy('id')
    .limit(most)
    .forUpdate()
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
    update qualifications q set status = 'queued', queue_reason = v.reason
      from unnest(${queued.map((one) => one.qualificationId)}::uuid[], ${queued.map(({ reason }) => reason)}::text[])
           as v (id, reason)
     where q.workspace_id = ${ctx.workspace} and q.id = v.id`.execute(ctx.db);
}

/** Handoffs within reach, with who and what they are about as it stands now. */
const handoffsOf = (ctx: Ctx) =>
  ctx.db
    .selectFrom('handoffs as h')
    .innerJoin('workspaces as w', 'w.id', 'h.workspaceId')
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'h.workspaceId').onRef('m.id', '=', 'h.memberId'),
    )
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'h.workspaceId').onRef('c.id', '=', 'h.contactId'),
    )
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.workspaceId', '=', 'h.workspaceId').onRef('a.id', '=', 'h.accountId'),
    )
    .where('h.workspaceId', '=', ctx.workspace)
    .where(withinReach(ctx, sql.ref('h.member_id')))
    .select(['h.id', 'h.status', 'h.grade', 'h.cycle', 'h.number', 'h.campaign', 'h.expectedValue', 'h.version'])
    .select(['h.offeredAt', 'h.acceptedAt', 'h.acceptedBy', 'h.closedAt', 'h.memberId', 'm.name as memberName'])
    .select(['h.contactId', 'c.name as contactName', 'c.title', 'c.email', 'c.phone', 'c.zone'])
    .select(['c.country as contactCountry', 'h.accountId', 'a.name as accountName', 'a.domain', 'a.industry'])
    .select(['a.employees', 'a.country as accountCountry', 'w.currency'])
    .select(sql<string | null>`coalesce(h.brief->'whyNow'->0->>'text', h.brief->'because'->>0)`.as('line'));

export type HandoffRow = NonNullable<Awaited<ReturnType<typeof findHandoff>>>;
type Filter = { status: HandoffState | undefined; memberId: string | undefined; limit: number };

export async function findHandoff(ctx: Ctx, id: string) {
  return handoffsOf(ctx).where('h.id', '=', id).select('h.brief').executeTakeFirst();
}

type Listed = Omit<HandoffRow, 'brief'>;

/** Open handoffs, those first of which something is owed first, what is late included; `dueAt` is null where nothing is. */
export async function listOpen(
  ctx: Ctx,
  filter: Filter & { after: [dueAt: string | null, id: string] | null },
): Promise<(Listed & { dueAt: Date | null })[]> {
  let query = handoffsOf(ctx)
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('clocks as k')
          .select(({ fn }) => fn.min('k.dueAt').as('dueAt'))
          .whereRef('k.workspaceId', '=', 'h.workspaceId')
          .whereRef('k.handoffId', '=', 'h.id')
          .where(isOwed('k', 'h'))
          .as('d'),
      (join) => join.onTrue(),
    )
    .select('d.dueAt')
    .where('h.closedAt', 'is', null)
    .orderBy(sql`coalesce(d.due_at, 'infinity')`)
    .orderBy('h.id')
    .limit(filter.limit);
  if (filter.status !== undefined) query = query.where('h.status', '=', filter.status);
  if (filter.memberId !== undefined) query = query.where('h.memberId', '=', filter.memberId);
  if (filter.after) {
    const [dueAt, id] = filter.after;
    query = query.where(
      sql<boolean>`(coalesce(d.due_at, 'infinity'), h.id) > (${dueAt ?? 'infinity'}::timestamptz, ${id}::uuid)`,
    );
  }
  return query.execute();
}

/** Closed handoffs, from the newest. */
export async function listClosed(
  ctx: Ctx,
  filter: Filter & { after: [offeredAt: string, id: string] | null },
): Promise<Listed[]> {
  let query = handoffsOf(ctx)
    .where('h.closedAt', 'is not', null)
    .orderBy('h.offeredAt', 'desc')
    .orderBy('h.id', 'desc')
    .limit(filter.limit);
  if (filter.status !== undefined) query = query.where('h.status', '=', filter.status);
  if (filter.memberId !== undefined) query = query.where('h.memberId', '=', filter.memberId);
  if (filter.after) {
    query = query.where(
      sql<boolean>`(h.offered_at, h.id) < (${filter.after[0]}::timestamptz, ${filter.after[1]}::uuid)`,
    );
  }
  return query.execute();
}

/** Others of the same company. */
export async function listColleagues(ctx: Ctx, accountId: string, exceptId: string, most: number) {
  return ctx.db
    .selectFrom('contacts')
    .select(['id', 'name', 'email', 'title', 'grade'])
    .where('workspaceId', '=', ctx.workspace)
    .where('accountId', '=', accountId)
    .where('id', '!=', exceptId)
    .where('mergedInto', 'is', null)
    .where('deletedAt', 'is', null)
    .orderBy('sortKey')
    .orderBy('id')
    .limit(most)
    .execute();
}
