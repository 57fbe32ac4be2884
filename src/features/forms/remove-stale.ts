import type { Ctx } from '../../context.ts';
import { deleteStale } from './store.ts';

/** Long enough to look into what was suspected; what nobody confirmed may not be kept for longer than it is of use. */
const keptFor = 30 * 86_400_000;

/** Upkeep: removes what nobody confirmed, and what was suspected. */
export const removeStale = (ctx: Ctx): Promise<void> => deleteStale(ctx, new Date(ctx.now.getTime() - keptFor));
