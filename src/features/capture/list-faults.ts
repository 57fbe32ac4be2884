import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id, Instant } from '../../core/wire.ts';
import { readSource } from '../sources/read-source.ts';
import type { listFaults as contract, Fault } from './schema.ts';
import { type FaultRow, selectFaults } from './store.ts';

const Cursor = z.tuple([Instant, Id]);

/** One page of what could not be taken from a source, the newest first. */
export async function listFaults(
  ctx: Ctx,
  sourceId: string,
  { cursor, limit, open }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: Fault[]; nextCursor: string | null }> {
  await readSource(ctx, sourceId);
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await selectFaults(ctx, sourceId, { open, after, limit: limit + 1 });
  return toPage(rows, limit, (row) => [row.receivedAt.toISOString(), row.id], toFault);
}

export function toFault({ sourceId: _, receivedAt, resolvedAt, ...fault }: FaultRow): Fault {
  return { ...fault, receivedAt: receivedAt.toISOString(), resolvedAt: resolvedAt?.toISOString() ?? null };
}
