import { type Expression, type SqlBool, sql } from 'kysely';
import type { Acting } from '../core/actor.ts';
import { accountOrders, meetsAccountFilter, type RecordFilter } from './contact-query.ts';
import { reachesAccount, reachesContact } from './contact-scope.ts';
import type { Database } from './database.ts';
import { countFound, findText, isOnPage, readPage, type TextTests } from './find-text.ts';

type Reader = Acting & { readonly db: Database };

/** Accounts with their owners and how many people of theirs are known. Which ones, the caller says. */
const accountsOf = ({ db, workspace }: Reader, meets: Expression<SqlBool>) =>
  db
    .selectFrom('accounts as a')
    .leftJoin('members as o', (join) =>
      join.onRef('o.workspaceId', '=', 'a.workspaceId').onRef('o.id', '=', 'a.ownerId'),
    )
    .where('a.workspaceId', '=', workspace)
    .where(meets)
    .select(['a.id', 'a.name', 'a.domain', 'a.industry', 'a.country', 'a.employees', 'a.revenue', 'a.tier'])
    .select(['a.isTarget', 'a.fields', 'a.createdAt', 'a.deletedAt', 'a.version'])
    .select(['o.id as ownerId', 'o.name as ownerName'])
    .select((eb) =>
      eb
        .selectFrom('contacts as p')
        .select(({ fn }) => fn.countAll<number>().as('people'))
        .where('p.workspaceId', '=', workspace)
        .whereRef('p.accountId', '=', 'a.id')
        .where('p.deletedAt', 'is', null)
        .where('p.mergedInto', 'is', null)
        .as('people'),
    );

export type AccountSort = keyof typeof accountOrders;
export type AccountListRow = Awaited<ReturnType<typeof listAccountRows>>[number];

/** One page of companies within reach. `after` is where the last one ended: its value of the order and its id. */
export async function listAccountRows(
  ctx: Reader,
  filter: RecordFilter,
  page: {
    sort: AccountSort;
    direction: 'asc' | 'desc';
    after: readonly [value: string, id: string] | null;
    limit: number;
  },
) {
  const { sort, direction, limit } = page;
  const { value, type } = accountOrders[sort];
  const than = sql.raw(direction === 'asc' ? '>' : '<');
  const after =
    page.after && sql<SqlBool>`(${value}, a.id) ${than} (${page.after[0]}::${type}, ${page.after[1]}::uuid)`;
  const meets = meetsAccountFilter(ctx, filter);
  const read = (tests: TextTests | null) => {
    const chosen =
      tests === null
        ? sql<SqlBool>`${meets} and ${after ?? sql`true`}`
        : isOnPage(ctx, { table: 'accounts', alias: 'a' }, tests, { meets, value, after, direction, limit });
    return accountsOf(ctx, chosen)
      .select('a.sortKey')
      .orderBy(value, direction)
      .orderBy('a.id', direction)
      .limit(limit)
      .execute();
  };
  return readPage(ctx, 'account', filter.search, { standing: meets, limit, isFirst: after === null }, read);
}

/** How many a filter means, counted no further than `most`. */
export async function countAccountRows(ctx: Reader, filter: RecordFilter, most: number): Promise<number> {
  const meets = meetsAccountFilter(ctx, filter);
  const tests = filter.search ? await findText(ctx, 'account', filter.search, meets) : null;
  return countFound(ctx, { table: 'accounts', alias: 'a' }, tests, meets, most);
}

/** One company within reach, also one that was removed or merged. */
export async function findAccountRow(ctx: Reader, id: string, writing: Acting | null) {
  const mayEdit = writing === null ? sql<boolean>`false` : sql<boolean>`${reachesAccount(writing, 'write')}`;
  return accountsOf(ctx, reachesAccount(ctx, 'read'))
    .select('a.mergedInto')
    .select(mayEdit.as('mayEdit'))
    .select(
      sql<string[]>`array(
        select d.domain from account_domains d where d.workspace_id = ${ctx.workspace} and d.account_id = a.id
        order by d.domain
      )`.as('domains'),
    )
    .where('a.id', '=', id)
    .executeTakeFirst();
}

/** People of a company within reach: those with a role first, then the best grade. */
export async function listPeopleOf(ctx: Reader, accountId: string, most: number) {
  return ctx.db
    .selectFrom('contacts as c')
    .select([
      'c.id',
      'c.name',
      'c.email',
      'c.phone',
      'c.title',
      'c.buyingRole',
      'c.persona',
      'c.grade',
      'c.currentStage',
    ])
    .select('c.lastTouchAt')
    .where('c.workspaceId', '=', ctx.workspace)
    .where('c.accountId', '=', accountId)
    .where('c.deletedAt', 'is', null)
    .where('c.mergedInto', 'is', null)
    .where(reachesContact(ctx))
    .orderBy(sql`c.buying_role is null`)
    .orderBy(sql`coalesce(c.grade, 'E')`)
    .orderBy('c.sortKey')
    .orderBy('c.id')
    .limit(most)
    .execute();
}
