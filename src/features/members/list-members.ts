import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { sortKey } from '../../core/text.ts';
import { Id } from '../../core/wire.ts';
import { toMember } from './read-member.ts';
import type { listMembers as contract, Member } from './schema.ts';
import { listMemberRows } from './store.ts';

const Cursor = z.tuple([z.string().regex(/^\P{Cc}*$/u), Id]);

/** One page of members by name. Who belongs to both departments is found under each. */
export async function listMembers(
  ctx: Ctx,
  query: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: Member[]; nextCursor: string | null }> {
  const { search, active, department, cursor, limit } = query;
  const rows = await listMemberRows(ctx, {
    search: search === undefined ? undefined : sortKey(search),
    active: active === undefined ? undefined : active === 'true',
    department,
    after: cursor === undefined ? undefined : decodeCursor(Cursor, cursor),
    limit: limit + 1,
  });
  return toPage(rows, limit, (row) => [row.nameKey, row.id], toMember);
}
