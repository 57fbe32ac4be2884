import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { BatonError } from '../../core/errors.ts';
import { Id, Instant } from '../../core/wire.ts';
import { type AccountListRow, countAccountRows, listAccountRows } from '../../db/account-rows.ts';
import { accountOrders } from '../../db/contact-query.ts';
import { mostCounted } from '../contacts/list-contacts.ts';
import { findFilter } from '../lists/find-filter.ts';
import type {
  AccountSummary,
  countAccounts as countContract,
  countQuery,
  listAccounts as listContract,
  queryAccounts,
} from './schema.ts';

/** What is asked for, in an address or in a body. */
type ListQuery = z.output<NonNullable<(typeof listContract)['query'] | (typeof queryAccounts)['body']>>;
type CountQuery = z.output<NonNullable<(typeof countContract)['query'] | (typeof countQuery)['body']>>;

const Cursor = z.tuple([z.enum(['name', 'created']), z.enum(['asc', 'desc']), z.string().max(1000), Id]);

/** One page of companies within reach. */
export async function listAccounts(
  ctx: Ctx,
  query: ListQuery,
): Promise<{ data: AccountSummary[]; nextCursor: string | null }> {
  const { sort, limit, cursor } = query;
  const direction = query.direction ?? accountOrders[sort].direction;
  const rows = await listAccountRows(ctx, await findFilter(ctx, 'account', query), {
    sort,
    direction,
    after: cursor === undefined ? null : readCursor(cursor, sort, direction),
    limit: limit + 1,
  });
  const keyOf = ({ sortKey, createdAt }: AccountListRow) => (sort === 'name' ? sortKey : createdAt.toISOString());
  return toPage(rows, limit, (row) => [sort, direction, keyOf(row), row.id], toAccountSummary);
}

function readCursor(cursor: string, sort: 'name' | 'created', direction: 'asc' | 'desc'): [string, string] {
  const [ofSort, ofDirection, value, id] = decodeCursor(Cursor, cursor);
  if (ofSort !== sort || ofDirection !== direction || (sort === 'created' && !Instant.safeParse(value).success)) {
    throw new BatonError(
      'invalid',
      'cursor.invalid',
      'This page link is of another order. Start again from the first page.',
    );
  }
  return [value, id];
}

export async function countAccounts(ctx: Ctx, query: CountQuery): Promise<{ count: number; isMore: boolean }> {
  const found = await countAccountRows(ctx, await findFilter(ctx, 'account', query), mostCounted + 1);
  return { count: Math.min(found, mostCounted), isMore: found > mostCounted };
}

export function toAccountSummary(row: Omit<AccountListRow, 'sortKey'>): AccountSummary {
  const { id, name, domain, industry, country, employees, revenue, tier, isTarget, people, fields, version } = row;
  return {
    ...{ id, label: name ?? domain ?? '', name, domain, industry, country, employees, revenue, tier, isTarget, fields },
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? '' },
    people: people ?? 0,
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
    version,
  };
}
