import type { Ctx } from '../../context.ts';
import { selectFirstTouches } from './store.ts';

/** When the first touch of each of some contacts was, epoch milliseconds; those without one are left out. */
export async function findFirstTouches(ctx: Ctx, contactIds: readonly string[]): Promise<Map<string, number>> {
  if (contactIds.length === 0) return new Map();
  const rows = await selectFirstTouches(ctx, contactIds);
  return new Map(rows.flatMap(({ contactId, at }) => (contactId === null ? [] : [[contactId, at.getTime()]])));
}
