import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id, Instant } from '../../core/wire.ts';
import type { AuditEntry, listAudit as contract } from './schema.ts';
import { type EntryRow, listEntries } from './store.ts';

const Cursor = z.tuple([Instant, Id]);

/** One page of changes, the newest first. */
export async function listAudit(
  ctx: Ctx,
  query: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: AuditEntry[]; nextCursor: string | null }> {
  const { cursor, limit, ...filter } = query;
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await listEntries(ctx, { ...filter, after, limit: limit + 1 });
  return toPage(rows, limit, (row) => [row.at.toISOString(), row.id], toEntry);
}

function toEntry(row: EntryRow): AuditEntry {
  const { id, at, actorKind, actorId, actorName, ...change } = row;
  return { id, at: at.toISOString(), actor: { kind: actorKind, id: actorId, name: actorName }, ...change };
}
