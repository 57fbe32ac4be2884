import type { Ctx } from '../../context.ts';
import { lockSpend, type SpendValues } from './store.ts';

/** Spend by its ids; locked until the transaction ends. */
export const findSpend = async (ctx: Ctx, ids: readonly string[]): Promise<SpendValues[]> =>
  ids.length === 0 ? [] : lockSpend(ctx, ids);
