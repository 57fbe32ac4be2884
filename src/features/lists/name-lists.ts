import type { Ctx } from '../../context.ts';
import { listNames } from './store.ts';

/** The lists kept by hand that a person or company is on. */
export const nameLists = (ctx: Ctx, recordId: string): Promise<{ id: string; name: string }[]> =>
  listNames(ctx, recordId);
