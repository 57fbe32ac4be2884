import { type RawBuilder, sql } from 'kysely';
import type { Acting } from '../core/actor.ts';
import type { HandoffState } from '../core/handoff/handoff.ts';
import type { Database } from './database.ts';
import { isOwed } from './owed-clock.ts';
import { withinReach } from './scope.ts';

type Ctx = Acting & { readonly db: Database };

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
    .leftJoin('members as v', (join) =>
      join.onRef('v.workspaceId', '=', 'h.workspaceId').onRef('v.id', '=', 'h.verdictBy'),
    )
    .leftJoin('members as o', (join) =>
      join.onRef('o.workspaceId', '=', 'h.workspaceId').onRef('o.id', '=', 'h.marketingOwnerId'),
    )
    .leftJoin('contacts as t', (join) =>
      join.onRef('t.workspaceId', '=', 'h.workspaceId').onRef('t.id', '=', 'h.attachedContactId'),
    )
    .leftJoin('rejections as r', (join) =>
      join.onRef('r.workspaceId', '=', 'h.workspaceId').onRef('r.handoffId', '=', 'h.id'),
    )
    .where('h.workspaceId', '=', ctx.workspace)
    .where(withinReach(ctx, sql.ref('h.member_id')))
    .select(['h.id', 'h.status', 'h.grade', 'h.cycle', 'h.number', 'h.campaign', 'h.expectedValue', 'h.version'])
    .select(['h.offeredAt', 'h.acceptedAt', 'h.acceptedBy', 'h.closedAt', 'h.memberId', 'm.name as memberName'])
    .select(['h.contactId', 'c.name as contactName', 'c.title', 'c.email', 'c.phone', 'c.zone'])
    .select(['c.country as contactCountry', 'h.accountId', 'a.name as accountName', 'a.domain', 'a.industry'])
    .select(['a.employees', 'a.country as accountCountry', 'w.currency', 'h.versionId', 'h.assignedAt'])
    .select(['h.verdict', 'h.verdictAt', 'h.verdictBy', 'h.verdictClause', 'v.name as verdictByName', 'h.reason'])
    .select(['h.note', 'h.marketingOwnerId', 'o.name as marketingOwnerName', 'h.nextStep', 'h.wakeUpAt', 'h.follows'])
    .select(['h.attachedContactId', 't.name as attachedName', 't.email as attachedEmail', 'h.attachedHandoffId'])
    .select(['h.confirmedAt', 'h.dealId', 'h.openedAt', 'h.undo', 'h.cancelCause', 'h.overturned', 'h.explore'])
    .select(['r.id as rejectionId', 'r.status as rejectionStatus'])
    .select(sql<string | null>`coalesce(h.brief->'whyNow'->0->>'text', h.brief->'because'->>0)`.as('line'));

export type HandoffRow = NonNullable<Awaited<ReturnType<typeof findHandoff>>>;
export type ListedHandoff = Omit<HandoffRow, 'brief' | 'confirm'>;

export async function findHandoff(ctx: Ctx, id: string) {
  return handoffsOf(ctx).where('h.id', '=', id).select(['h.brief', 'h.confirm']).executeTakeFirst();
}

type Filter = { status: HandoffState | undefined; memberId: string | undefined; limit: number };
export type OpenSort = 'time-left' | 'value' | 'ease';

/** By what open handoffs are sorted: small comes first. */
const sortKeys: Record<OpenSort, RawBuilder<unknown>> = {
  'time-left': sql`coalesce(d.due_at, 'infinity')`,
  value: sql`-coalesce(h.expected_value, 0)::float8`,
  // Somebody with a number is reached at once, somebody with an address soon, and a company is a second way to them.
  ease: sql`-(2 * (c.phone is not null)::int + (c.email is not null)::int + (h.account_id is not null)::int)::float8`,
};

/**
 * Open handoffs: those first of which something is owed first, what is late included, or by worth or ease; `sortedBy` is where
 * a page ends.
 */
export async function listOpen(
  ctx: Ctx,
  filter: Filter & { sort: OpenSort; after: [sortedBy: string | number | null, id: string] | null },
): Promise<(ListedHandoff & { sortedBy: string | number | null })[]> {
  const key = sortKeys[filter.sort];
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
    .select(sql<number | null>`${filter.sort === 'time-left' ? sql`null::float8` : key}`.as('rank'))
    .where('h.closedAt', 'is', null)
    .orderBy(key)
    .orderBy('h.id')
    .limit(filter.limit);
  if (filter.status !== undefined) query = query.where('h.status', '=', filter.status);
  if (filter.memberId !== undefined) query = query.where('h.memberId', '=', filter.memberId);
  if (filter.after) {
    const [sortedBy, id] = filter.after;
    const value =
      filter.sort === 'time-left' ? sql`${sortedBy ?? 'infinity'}::timestamptz` : sql`${sortedBy ?? 0}::float8`;
    query = query.where(sql<boolean>`(${key}, h.id) > (${value}, ${id}::uuid)`);
  }
  const rows = await query.execute();
  return rows.map(({ dueAt, rank, ...row }) => ({
    ...row,
    sortedBy: filter.sort === 'time-left' ? (dueAt?.toISOString() ?? null) : rank,
  }));
}

/** Closed handoffs, from the newest. */
export async function listClosed(
  ctx: Ctx,
  filter: Filter & { after: [offeredAt: string, id: string] | null },
): Promise<ListedHandoff[]> {
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
