import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { createDayReader } from '../../core/calendar/day.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { BatonError } from '../../core/errors.ts';
import { Day, Id, Instant } from '../../core/wire.ts';
import { type DealRow, type DealSort, dealOrders, listDealRows } from '../../db/deal-rows.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { nameReason, nameStage, readPipeline } from './read-pipeline.ts';
import { type listDeals as contract, type DealSummary, dealSorts, type PipelineView } from './schema.ts';

const Cursor = z.tuple([z.enum(dealSorts), z.enum(['asc', 'desc']), z.string().max(1000), Id]);
/** What the value of an order may be in a page link. */
const orderValues: Record<DealSort, z.ZodType<string>> = {
  close: z.union([Day, z.literal('infinity')]),
  amount: z.string().regex(/^-?\d{1,18}$/),
  name: z.string().max(1000),
  created: Instant,
  closed: z.union([Instant, z.literal('-infinity')]),
};
const keyOf: Record<DealSort, (row: DealRow) => string> = {
  close: ({ expectedClose }) => expectedClose ?? 'infinity',
  amount: ({ baseAmount }) => String(baseAmount ?? -1),
  name: ({ sortName }) => sortName,
  created: ({ createdAt }) => createdAt.toISOString(),
  closed: ({ wonAt, lostAt }) => (wonAt ?? lostAt)?.toISOString() ?? '-infinity',
};

type Query = z.output<NonNullable<(typeof contract)['query']>>;

/** One page of deals within reach. Rows that are added meanwhile move none from one page to another. */
export async function listDeals(ctx: Ctx, query: Query): Promise<{ data: DealSummary[]; nextCursor: string | null }> {
  const { sort, limit, cursor, ...filter } = query;
  const direction = query.direction ?? dealOrders[sort].direction;
  const rows = await listDealRows(ctx, filter, {
    ...{ sort, direction, limit: limit + 1 },
    after: cursor === undefined ? null : readCursor(cursor, sort, direction),
  });
  const teller = await prepareTeller(ctx);
  return toPage(
    rows,
    limit,
    (row) => [sort, direction, keyOf[sort](row), row.id],
    (row) => tellDeal(row, teller),
  );
}

function readCursor(cursor: string, sort: DealSort, direction: 'asc' | 'desc'): [string, string] {
  const [ofSort, ofDirection, value, id] = decodeCursor(Cursor, cursor);
  if (ofSort === sort && ofDirection === direction && orderValues[sort].safeParse(value).success) return [value, id];
  throw new BatonError(
    'invalid',
    'cursor.invalid',
    'This page link is of another order. Start again from the first page.',
  );
}

/** What all deals of an answer are told by. */
export type Teller = { pipeline: PipelineView; currency: string; today: string };

export async function prepareTeller(ctx: Ctx): Promise<Teller> {
  const { currency, zone } = await readWorkspace(ctx);
  return { pipeline: await readPipeline(ctx), currency, today: createDayReader(zone)(ctx.now.getTime()) };
}

export function tellDeal(row: DealRow, { pipeline, currency, today }: Teller): DealSummary {
  const { id, name, kind, wonAt, lostAt, amount, baseAmount, expectedClose, people, version } = row;
  const status = wonAt !== null ? 'won' : lostAt !== null ? 'lost' : 'open';
  const named = (of: string | null, its: string | null) => (of === null ? null : { id: of, name: its ?? '' });
  return {
    ...{ id, name, kind, status, expectedClose, people, version },
    stage: nameStage(pipeline, row.stage),
    stageSince: row.stageSince?.toISOString() ?? null,
    amount: amount === null ? null : { minor: amount, currency: row.currency },
    base: baseAmount === null ? null : { minor: baseAmount, currency },
    baseIsEstimate: status === 'open' && row.currency !== currency,
    overdue: status === 'open' && expectedClose !== null && expectedClose < today,
    openedAt: row.openedAt?.toISOString() ?? null,
    closedAt: (wonAt ?? lostAt)?.toISOString() ?? null,
    lossReason: row.lossReason === null ? null : nameReason(pipeline, row.lossReason),
    account: named(row.accountId, row.accountName),
    contact: row.contact,
    owner: named(row.ownerId, row.ownerName),
    sdr: named(row.sdrId, row.sdrName),
    createdAt: row.createdAt.toISOString(),
    deletedAt: row.deletedAt?.toISOString() ?? null,
  };
}
