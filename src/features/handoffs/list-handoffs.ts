import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, encodeCursor } from '../../core/cursor.ts';
import { type HandoffState, isOpen } from '../../core/handoff/handoff.ts';
import { Id, Instant } from '../../core/wire.ts';
import { listClosed, listOpen, type OpenSort } from '../../db/handoff-rows.ts';
import { toSummaries } from './read-handoff.ts';
import type { listHandoffs as contract, HandoffSummary } from './schema.ts';

/** A page ends among the open ones, by due instant or rank, or among the closed, by offer. */
const Cursor = z.union([
  z.tuple([z.literal('open'), z.union([Instant, z.number()]).nullable(), Id]),
  z.tuple([z.literal('closed'), Instant, Id]),
]);
type Cursor = z.infer<typeof Cursor>;

/** One page of handoffs within reach: open ones as they are sorted, then closed ones from the newest. */
export async function listHandoffs(
  ctx: Ctx,
  query: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: HandoffSummary[]; nextCursor: string | null }> {
  const { cursor, limit, status, memberId, sort } = query;
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const state = status === 'open' ? undefined : status;
  const rows = await listRows(ctx, { status, state, memberId, sort, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: await toSummaries(
      ctx,
      shown.map(({ row }) => row),
    ),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.cursor) : null,
  };
}

type Asked = {
  status: HandoffState | 'open' | undefined;
  state: HandoffState | undefined;
  memberId: string | undefined;
  sort: OpenSort;
  after: Cursor | null;
  limit: number;
};

async function listRows(ctx: Ctx, { status, state, memberId, sort, after, limit }: Asked) {
  const filter = { status: state, memberId };
  const wantsOpen = state === undefined || isOpen({ state });
  const wantsClosed = status !== 'open' && (state === undefined || !isOpen({ state }));
  const open =
    wantsOpen && after?.[0] !== 'closed'
      ? await listOpen(ctx, { ...filter, sort, limit, after: after === null ? null : [after[1], after[2]] })
      : [];
  const closed =
    wantsClosed && open.length < limit
      ? await listClosed(ctx, {
          ...filter,
          limit: limit - open.length,
          after: after?.[0] === 'closed' ? [after[1], after[2]] : null,
        })
      : [];
  return [
    ...open.map((row) => ({ row, cursor: ['open', row.sortedBy, row.id] satisfies Cursor })),
    ...closed.map((row) => ({ row, cursor: ['closed', row.offeredAt.toISOString(), row.id] satisfies Cursor })),
  ];
}
