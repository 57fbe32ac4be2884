import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { skipReasons } from '../../core/routing/availability.ts';
import { queueReasons } from '../../core/routing/route.ts';
import { Id, Instant } from '../../core/wire.ts';
import { readWaits } from '../clocks/read-clocks.ts';
import { nameMembers } from '../members/name-members.ts';
import type { listQueue as contract, QueuedLead } from './schema.ts';
import { countQueue, type QueueRow, selectQueue } from './store.ts';

const Cursor = z.tuple([Instant, Id]);

/** One page of leads for which nobody is available, those that wait longest first, each with its clock and who was passed over. */
export async function listQueue(
  ctx: Ctx,
  { cursor, limit }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: QueuedLead[]; nextCursor: string | null; count: number }> {
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await selectQueue(ctx, after, limit + 1);
  const clocks = await readWaits(
    ctx,
    rows.map(({ id }) => id),
  );
  const names = await nameMembers(ctx, [...new Set(rows.flatMap(listSkipped).map(([memberId]) => memberId))]);
  const listed = toPage(
    rows,
    limit,
    ({ since, id }) => [since.toISOString(), id],
    (row) => ({
      qualificationId: row.id,
      contact: { id: row.contactId, name: row.name ?? row.email ?? '' },
      account: row.accountId === null ? null : { id: row.accountId, name: row.accountName ?? row.domain ?? '' },
      grade: row.grade,
      since: row.since.toISOString(),
      reason: row.reason,
      why: queueReasons[row.reason],
      skipped: listSkipped(row).map(([id, why]) => ({ member: { id, name: names.get(id) ?? '' }, why })),
      clock: clocks.get(row.id) ?? null,
    }),
  );
  return { ...listed, count: await countQueue(ctx) };
}

/** Each member once, for the first reason: several rules may name them. */
function listSkipped({ considered }: QueueRow): [memberId: string, why: string][] {
  const reasons = new Map<string, string>();
  for (const { memberId, skipped } of considered) {
    if (memberId !== null && skipped !== null && !reasons.has(memberId)) reasons.set(memberId, skipReasons[skipped]);
  }
  return [...reasons];
}
