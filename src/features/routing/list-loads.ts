import type { Ctx } from '../../context.ts';
import { countLoads, listCaps } from './store.ts';

/** How many open handoffs members have, and how many their teams let them have at most; null for no limit. */
export async function listLoads(
  ctx: Ctx,
  memberIds: readonly string[],
): Promise<{ memberId: string; name: string; open: number; cap: number | null }[]> {
  const ids = [...memberIds];
  const loads = await countLoads(ctx, ids);
  const rows = await listCaps(ctx, ids);
  return rows.map((row) => ({ ...row, open: loads.get(row.memberId) ?? 0 }));
}
