import type { Ctx } from '../../context.ts';
import { ensureDays } from './store.ts';

/** Makes the partitions for what arrives today and on the two days that follow. */
export async function ensureInboundDays(ctx: Pick<Ctx, 'db' | 'now'>): Promise<void> {
  await ensureDays(ctx, 3);
}
