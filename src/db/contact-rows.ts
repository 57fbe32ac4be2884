import { type Expression, type SqlBool, sql } from 'kysely';
import type { Acting } from '../core/actor.ts';
import { contactOrders, meetsContactFilter, type RecordFilter } from './contact-query.ts';
import { reachesContact } from './contact-scope.ts';
import type { Database } from './database.ts';
import { countFound, findText, isOnPage, readPage, type TextTests } from './find-text.ts';

type Reader = Acting & { readonly db: Database };

/** Contacts with the names of company, owner and finder. Which ones, the caller says. */
const contactsOf = ({ db, workspace }: Reader, meets: Expression<SqlBool>) =>
  db
    .selectFrom('contacts as c')
    .leftJoin('accounts as a', (join) =>
      join.onRef('a.workspaceId', '=', 'c.workspaceId').onRef('a.id', '=', 'c.accountId').on('a.deletedAt', 'is', null),
    )
    .leftJoin('members as o', (join) =>
      join.onRef('o.workspaceId', '=', 'c.workspaceId').onRef('o.id', '=', 'c.ownerId'),
    )
    .where('c.workspaceId', '=', workspace)
    .where(meets)
    .select(['c.id', 'c.name', 'c.email', 'c.phone', 'c.title', 'c.country', 'c.buyingRole', 'c.grade', 'c.fit'])
    .select(['c.engagement', 'c.persona', 'c.segment', 'c.currentStage', 'c.journeyStep', 'c.touchCount'])
    .select(['c.lastTouchAt', 'c.reachable', 'c.fields', 'c.createdAt', 'c.deletedAt', 'c.version'])
    .select(['a.id as accountId', 'a.name as accountName', 'a.domain as accountDomain'])
    .select(['o.id as ownerId', 'o.name as ownerName']);

export type ContactSort = keyof typeof contactOrders;
export type ContactRow = Awaited<ReturnType<typeof listContactRows>>[number];

/** One page of contacts within reach. `after` is where the last one ended: its value of the order and its id. */
export async function listContactRows(
  ctx: Reader,
  filter: RecordFilter,
  page: {
    sort: ContactSort;
    direction: 'asc' | 'desc';
    after: readonly [value: string | null, id: string] | null;
    limit: number;
  },
) {
  const { sort, direction, limit } = page;
  const { value, type, none } = contactOrders[sort];
  const than = sql.raw(direction === 'asc' ? '>' : '<');
  const after =
    page.after && sql<SqlBool>`(${value}, c.id) ${than} (${page.after[0] ?? none}::${type}, ${page.after[1]}::uuid)`;
  const meets = meetsContactFilter(ctx, filter);
  const read = (tests: TextTests | null) => {
    const chosen =
      tests === null
        ? sql<SqlBool>`${meets} and ${after ?? sql`true`}`
        : isOnPage(ctx, { table: 'contacts', alias: 'c' }, tests, { meets, value, after, direction, limit });
    return contactsOf(ctx, chosen)
      .select('c.sortKey')
      .orderBy(value, direction)
      .orderBy('c.id', direction)
      .limit(limit)
      .execute();
  };
  return readPage(ctx, 'contact', filter.search, { standing: meets, limit, isFirst: after === null }, read);
}

/** How many a filter means, counted no further than `most`. */
export async function countContactRows(ctx: Reader, filter: RecordFilter, most: number): Promise<number> {
  const meets = meetsContactFilter(ctx, filter);
  const tests = filter.search ? await findText(ctx, 'contact', filter.search, meets) : null;
  return countFound(ctx, { table: 'contacts', alias: 'c' }, tests, meets, most);
}

/** One contact within reach, with all that its page shows of its row; also one that was removed or merged. */
export async function findContactRow(ctx: Reader, id: string, writing: Acting | null) {
  return contactsOf(ctx, reachesContact(ctx))
    .leftJoin('members as f', (join) =>
      join.onRef('f.workspaceId', '=', 'c.workspaceId').onRef('f.id', '=', 'c.foundBy'),
    )
    .select(['c.firstName', 'c.lastName', 'c.language', 'c.zone', 'c.source', 'c.protectedUntil', 'c.furthestStage'])
    .select(['c.cycle', 'c.wakeUpAt', 'c.mergedInto', 'f.id as finderId', 'f.name as finderName'])
    .select((writing === null ? sql<boolean>`false` : sql<boolean>`${reachesContact(writing)}`).as('mayEdit'))
    .where('c.id', '=', id)
    .executeTakeFirst();
}
