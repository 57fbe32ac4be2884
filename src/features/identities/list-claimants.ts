import type { Ctx } from '../../context.ts';
import { selectClaimantsAfter } from './store.ts';

/** The ids of the next identities by which messages find people, after one of them; 0 begins. */
export const listClaimants = (ctx: Ctx, after: number, limit: number): Promise<number[]> =>
  selectClaimantsAfter(ctx, after, limit);
