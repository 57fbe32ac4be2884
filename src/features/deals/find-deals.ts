import type { Ctx } from '../../context.ts';
import { type DealValues, lockDeals } from './store.ts';

/** Deals by their ids; locked until the transaction ends. */
export const findDeals = async (ctx: Ctx, ids: readonly string[]): Promise<DealValues[]> =>
  ids.length === 0 ? [] : lockDeals(ctx, ids);
