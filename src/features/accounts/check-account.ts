import type { Ctx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { seesAccount } from './store.ts';

/** Throws unless the caller may know this company: a person can be put there who sees it, whoever owns it. */
export async function checkAccount(ctx: Ctx, accountId: string): Promise<void> {
  const acting = ctx.reach === 'all' ? ctx : { ...ctx, reach: 'visible' as const };
  requireFound('account', (await seesAccount(acting, accountId)) || undefined);
}
