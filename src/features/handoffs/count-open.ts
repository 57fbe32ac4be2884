import type { Ctx } from '../../context.ts';
import { countOpenOfContacts } from './store.ts';

/** How many open handoffs some contacts have, whoever has them: at most one each. */
export const countOpen = (ctx: Ctx, contactIds: readonly string[]): Promise<number> =>
  countOpenOfContacts(ctx, contactIds);
