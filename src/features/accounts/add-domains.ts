import type { Ctx } from '../../context.ts';
import { insertDomains } from './store.ts';

/** Says of accounts which domains are theirs; a domain that an account has stays where it is. */
export const addDomains = (ctx: Ctx, domains: readonly { domain: string; accountId: string }[]): Promise<void> =>
  insertDomains(ctx, domains);
