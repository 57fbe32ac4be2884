import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Acting } from '../core/actor.ts';
import { foldText, sortKey } from '../core/text.ts';
import { reachesContact } from './contact-scope.ts';
import type { Database } from './database.ts';
import { containing } from './like-pattern.ts';
import { reachesDeal } from './record-scope.ts';
import { resolveReach, withinReach } from './scope.ts';

type Reader = Acting & { readonly db: Database };

/** A folded text alone, or with its words: see `storeText`. */
const foldedName = sql<string>`(case jsonb_typeof(d.texts -> 'name') when 'array' then d.texts -> 'name' ->> 0 else d.texts ->> 'name' end) collate "C"`;

const sortName = sql<string>`coalesce(d.texts ->> 'sort', ${foldedName}) collate "C"`;

/** By what deals can be ordered; what has no value comes last in the usual direction. */
export const dealOrders = {
  close: { value: sql`coalesce(d.expected_close, 'infinity'::date)`, type: sql.raw('date'), direction: 'asc' },
  amount: { value: sql`coalesce(d.base_amount, -1)`, type: sql.raw('bigint'), direction: 'desc' },
  name: { value: sortName, type: sql.raw('text'), direction: 'asc' },
  created: { value: sql`d.created_at`, type: sql.raw('timestamptz'), direction: 'desc' },
  closed: {
    value: sql`coalesce(d.won_at, d.lost_at, '-infinity'::timestamptz)`,
    type: sql.raw('timestamptz'),
    direction: 'desc',
  },
} as const;
export type DealSort = keyof typeof dealOrders;

/** Which deals are asked for. */
export type DealRowFilter = {
  search?: string | undefined;
  owner?: string | undefined;
  kind?: string | undefined;
  accountId?: string | undefined;
  contactId?: string | undefined;
  closeFrom?: string | undefined;
  closeTo?: string | undefined;
  status?: 'open' | 'won' | 'lost' | undefined;
  stage?: string | undefined;
  deleted?: boolean | undefined;
};

/**
 * The condition that keeps a statement within the deals `d` that the actor may write: those whose owner or finder is within
 * reach, and for who heads Sales those that are nobody's.
 */
export function writesDeal(ctx: Acting): Expression<SqlBool> {
  if (resolveReach(ctx) === 'all') return sql<SqlBool>`true`;
  const headsSales = ctx.actor.kind === 'member' && ctx.reach === 'department' && ctx.actor.actsFor.includes('sales');
  const isNobodys = headsSales ? sql`d.owner_id is null and d.sdr_id is null` : sql`false`;
  return sql<SqlBool>`(
    ${withinReach(ctx, sql.ref('d.owner_id'))} or ${withinReach(ctx, sql.ref('d.sdr_id'))} or ${isNobodys}
  ) is true`;
}

const states = {
  open: sql`d.won_at is null and d.lost_at is null`,
  won: sql`d.won_at is not null`,
  lost: sql`d.lost_at is not null`,
};

function meetsFilter(ctx: Acting, filter: DealRowFilter): RawBuilder<SqlBool> {
  const { search, owner, kind, accountId, contactId, closeFrom, closeTo, status, stage, deleted } = filter;
  const tests: Expression<unknown>[] = [
    sql`d.deleted_at is ${sql.raw(deleted ? 'not null' : 'null')}`,
    reachesDeal(ctx, 'd'),
  ];
  if (owner !== undefined) tests.push(owner === 'none' ? sql`d.owner_id is null` : sql`d.owner_id = ${owner}::uuid`);
  if (kind !== undefined) tests.push(sql`d.kind = ${kind}`);
  if (accountId !== undefined) tests.push(sql`d.account_id = ${accountId}::uuid`);
  if (contactId !== undefined) {
    tests.push(sql`exists (
      select from deal_contacts with_c
      where with_c.workspace_id = ${ctx.workspace} and with_c.deal_id = d.id and with_c.contact_id = ${contactId}::uuid
    )`);
  }
  if (closeFrom !== undefined) tests.push(sql`d.expected_close >= ${closeFrom}::date`);
  if (closeTo !== undefined) tests.push(sql`d.expected_close <= ${closeTo}::date`);
  if (status !== undefined) tests.push(states[status]);
  if (stage !== undefined) tests.push(sql`d.stage = ${stage}`);
  const clean = (search ?? '').replace(/\p{Cc}/gu, ' ');
  for (const word of foldText(clean).split(' ').filter(Boolean)) {
    tests.push(sql`(${foldedName} like ${containing(word)} or exists (
      select from accounts named_a
      where named_a.workspace_id = ${ctx.workspace} and named_a.id = d.account_id
        and named_a.sort_key like ${containing(sortKey(word) || word)}
    ))`);
  }
  return sql<SqlBool>`${sql.join(tests, sql` and `)}`;
}

/** Deals with the names of what belongs to them. Which ones, the caller says. */
const dealsOf = (ctx: Reader, meets: Expression<SqlBool>) =>
  ctx.db
    .selectFrom('deals as d')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.workspaceId', '=', 'd.workspaceId').onRef('a.id', '=', 'd.accountId').on('a.deletedAt', 'is', null),
    )
    .leftJoin('members as o', (join) =>
      join.onRef('o.workspaceId', '=', 'd.workspaceId').onRef('o.id', '=', 'd.ownerId'),
    )
    .leftJoin('members as s', (join) => join.onRef('s.workspaceId', '=', 'd.workspaceId').onRef('s.id', '=', 'd.sdrId'))
    .where('d.workspaceId', '=', ctx.workspace)
    .where(meets)
    .select(['d.id', 'd.name', 'd.kind', 'd.stage', 'd.stageSince', 'd.amount', 'd.currency', 'd.baseAmount'])
    .select(['d.expectedClose', 'd.openedAt', 'd.wonAt', 'd.lostAt', 'd.lossReason', 'd.fields', 'd.createdAt'])
    .select(['d.deletedAt', 'd.version', 'a.id as accountId', 'o.id as ownerId', 'o.name as ownerName'])
    .select(['s.id as sdrId', 's.name as sdrName', sortName.as('sortName')])
    .select(sql<string | null>`coalesce(a.name, a.domain)`.as('accountName'))
    .select(
      sql<{ id: string; name: string } | null>`(
        select jsonb_build_object('id', c.id, 'name', coalesce(c.name, c.email, c.phone, ''))
        from deal_contacts l join contacts c on c.workspace_id = l.workspace_id and c.id = l.contact_id
        where l.workspace_id = ${ctx.workspace} and l.deal_id = d.id and c.deleted_at is null and c.merged_into is null
          and ${reachesContact(ctx)}
        order by l.role is distinct from 'decision-maker', l.role is null, c.sort_key, c.id limit 1
      )`.as('contact'),
    )
    .select(
      sql<number>`(
        select count(*)::integer from deal_contacts l
        where l.workspace_id = ${ctx.workspace} and l.deal_id = d.id
      )`.as('people'),
    );

export type DealRow = Awaited<ReturnType<typeof listDealRows>>[number];

/** One page of deals within reach. `after` is where the last one ended: its value of the order and its id. */
export async function listDealRows(
  ctx: Reader,
  filter: DealRowFilter,
  page: {
    sort: DealSort;
    direction: 'asc' | 'desc';
    after: readonly [value: string, id: string] | null;
    limit: number;
  },
) {
  const { sort, direction, after, limit } = page;
  const { value, type } = dealOrders[sort];
  const than = sql.raw(direction === 'asc' ? '>' : '<');
  const isAfter = after && sql`(${value}, d.id) ${than} (${after[0]}::${type}, ${after[1]}::uuid)`;
  return dealsOf(ctx, sql<SqlBool>`${meetsFilter(ctx, filter)} and ${isAfter ?? sql`true`}`)
    .orderBy(value, direction)
    .orderBy('d.id', direction)
    .limit(limit)
    .execute();
}

/** Open deals within reach: of each stage how many, what they are worth, and the first of them by expected close. */
export async function readBoardRows(ctx: Reader, filter: DealRowFilter, most: number) {
  const meets = meetsFilter(ctx, { ...filter, status: 'open' });
  const { rows: totals } = await sql<{ stage: string; count: number; sum: number; unconverted: number }>`
    select d.stage, count(*)::integer as count, coalesce(sum(d.base_amount), 0)::float8 as sum,
           (count(*) filter (where d.amount is not null and d.base_amount is null))::integer as unconverted
    from deals d where d.workspace_id = ${ctx.workspace} and ${meets}
    group by d.stage order by d.stage`.execute(ctx.db);
  const first = sql<SqlBool>`d.id in (
    select ranked.id from (
      select d.id, row_number() over (
        partition by d.stage order by coalesce(d.expected_close, 'infinity'::date), d.id
      ) as place
      from deals d where d.workspace_id = ${ctx.workspace} and ${meets}
    ) ranked where ranked.place <= ${most}
  )`;
  const deals = await dealsOf(ctx, first).orderBy(dealOrders.close.value).orderBy('d.id').execute();
  return { totals, deals };
}

/** One deal within reach, also one that was removed. */
export async function findDealRow(ctx: Reader, id: string, writing: Acting | null) {
  const mayEdit = writing === null ? sql<boolean>`false` : sql<boolean>`${writesDeal(writing)}`;
  return dealsOf(ctx, reachesDeal(ctx, 'd')).select(mayEdit.as('mayEdit')).where('d.id', '=', id).executeTakeFirst();
}

/** The people of a deal: those with a role first. With whether they are within reach. */
export async function listDealPeople(ctx: Reader, dealId: string) {
  return ctx.db
    .selectFrom('dealContacts as l')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'l.workspaceId').onRef('c.id', '=', 'l.contactId'),
    )
    .select(['c.id', 'c.name', 'c.email', 'c.phone', 'c.title', 'c.grade', 'c.currentStage', 'l.role'])
    .select(sql<boolean>`${reachesContact(ctx)}`.as('isReached'))
    .where('l.workspaceId', '=', ctx.workspace)
    .where('l.dealId', '=', dealId)
    .where('c.deletedAt', 'is', null)
    .where('c.mergedInto', 'is', null)
    .orderBy(sql`l.role is distinct from 'decision-maker'`)
    .orderBy(sql`l.role is null`)
    .orderBy('c.sortKey')
    .orderBy('c.id')
    .execute();
}

/** What happened to a deal, the latest first. */
export async function listDealHistory(ctx: Reader, dealId: string) {
  return ctx.db
    .selectFrom('dealStages as t')
    .leftJoin('members as m', (join) =>
      join
        .onRef('m.workspaceId', '=', 't.workspaceId')
        .on('t.actorKind', '=', 'user')
        .on(sql<boolean>`m.id::text = t.actor_id`),
    )
    .select(['t.id', 't.kind', 't.stage', 't.at', 't.reason', 't.note', 'm.id as memberId', 'm.name as memberName'])
    .where('t.workspaceId', '=', ctx.workspace)
    .where('t.dealId', '=', dealId)
    .orderBy('t.at', 'desc')
    .orderBy('t.id', 'desc')
    .limit(200)
    .execute();
}

/** The handoffs that led to a deal, of people within reach. */
export async function listDealHandoffs(ctx: Reader, dealId: string) {
  return ctx.db
    .selectFrom('handoffs as h')
    .innerJoin('contacts as c', (join) =>
      join.onRef('c.workspaceId', '=', 'h.workspaceId').onRef('c.id', '=', 'h.contactId'),
    )
    .innerJoin('members as m', (join) =>
      join.onRef('m.workspaceId', '=', 'h.workspaceId').onRef('m.id', '=', 'h.memberId'),
    )
    .select(['h.id', 'h.status', 'h.offeredAt', 'c.id as contactId', 'c.name', 'c.email', 'c.phone'])
    .select(['m.id as memberId', 'm.name as memberName'])
    .where('h.workspaceId', '=', ctx.workspace)
    .where('h.dealId', '=', dealId)
    .where(reachesContact(ctx))
    .orderBy('h.offeredAt', 'desc')
    .orderBy('h.id', 'desc')
    .execute();
}
