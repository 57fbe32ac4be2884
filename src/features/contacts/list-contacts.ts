import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { BatonError } from '../../core/errors.ts';
import { Id, Instant } from '../../core/wire.ts';
import { contactOrders } from '../../db/contact-query.ts';
import { type ContactRow, type ContactSort, countContactRows, listContactRows } from '../../db/contact-rows.ts';
import { findFilter } from '../lists/find-filter.ts';
import type {
  ContactSummary,
  countContacts as countContract,
  countQuery,
  listContacts as listContract,
  queryContacts,
} from './schema.ts';

/** What is asked for, in an address or in a body. */
type ListQuery = z.output<NonNullable<(typeof listContract)['query'] | (typeof queryContacts)['body']>>;
type CountQuery = z.output<NonNullable<(typeof countContract)['query'] | (typeof countQuery)['body']>>;

const Cursor = z.tuple([
  z.enum(['name', 'last-touch', 'created', 'grade']),
  z.enum(['asc', 'desc']),
  z.string().nullable(),
  Id,
]);
/** What the value of an order may be in a page link. */
const orderValues: Record<ContactSort, z.ZodType<string | null>> = {
  name: z.string().max(1000),
  'last-touch': Instant.nullable(),
  created: Instant,
  grade: z.string().max(2).nullable(),
};
const keyOf: Record<ContactSort, (row: ContactRow) => string | null> = {
  name: ({ sortKey }) => sortKey,
  'last-touch': ({ lastTouchAt }) => lastTouchAt?.toISOString() ?? null,
  created: ({ createdAt }) => createdAt.toISOString(),
  grade: ({ grade }) => grade,
};

/** One page of people within reach. Rows that are added meanwhile move nobody from one page to another. */
export async function listContacts(
  ctx: Ctx,
  query: ListQuery,
): Promise<{ data: ContactSummary[]; nextCursor: string | null }> {
  const { sort, limit, cursor } = query;
  const direction = query.direction ?? contactOrders[sort].direction;
  const rows = await listContactRows(ctx, await findFilter(ctx, 'contact', query), {
    sort,
    direction,
    after: cursor === undefined ? null : readCursor(cursor, sort, direction),
    limit: limit + 1,
  });
  return toPage(rows, limit, (row) => [sort, direction, keyOf[sort](row), row.id], toContactSummary);
}

function readCursor(cursor: string, sort: ContactSort, direction: 'asc' | 'desc'): [string | null, string] {
  const [ofSort, ofDirection, value, id] = decodeCursor(Cursor, cursor);
  if (ofSort !== sort || ofDirection !== direction || !orderValues[sort].safeParse(value).success) {
    throw new BatonError(
      'invalid',
      'cursor.invalid',
      'This page link is of another order. Start again from the first page.',
    );
  }
  return [value, id];
}

/** Beyond this a number is no help to who refines a filter, and costs as much as reading all of them. */
export const mostCounted = 10_000;

/** How many people a list would show, for a filter that is still being made. */
export async function countContacts(ctx: Ctx, query: CountQuery): Promise<{ count: number; isMore: boolean }> {
  const found = await countContactRows(ctx, await findFilter(ctx, 'contact', query), mostCounted + 1);
  return { count: Math.min(found, mostCounted), isMore: found > mostCounted };
}

export function toContactSummary(row: Omit<ContactRow, 'sortKey'>): ContactSummary {
  const { id, name, email, phone, title, country, buyingRole, grade, fit, engagement, persona, segment } = row;
  const { journeyStep, touchCount, reachable, fields, version } = row;
  return {
    ...{ id, label: name ?? email ?? phone ?? '', name, email, phone, title, country },
    account: row.accountId === null ? null : { id: row.accountId, name: row.accountName ?? row.accountDomain ?? '' },
    owner: row.ownerId === null ? null : { id: row.ownerId, name: row.ownerName ?? '' },
    ...{ buyingRole, grade, fit, engagement, persona, segment, stage: row.currentStage, journeyStep, touchCount },
    lastTouchAt: row.lastTouchAt?.toISOString() ?? null,
    ...{ reachable, fields },
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
    version,
  };
}
