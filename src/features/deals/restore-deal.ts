import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditDeal, tellChange } from './change-deal.ts';
import { checkSeller } from './check-seller.ts';
import { bringIn } from './create-deal.ts';
import { readDeal } from './read-deal.ts';
import type { Deal } from './schema.ts';
import { lockDeal, lockPeople, selectLinks, updateDeal } from './store.ts';

/** Brings back a deal that was removed; one that was not stays as it is. An open one takes its handoffs up again. */
export async function restoreDeal(ctx: Ctx, dealId: string): Promise<Deal> {
  checkSeller(ctx);
  return tx(ctx, async (ctx) => {
    const deal = requireFound('deal', await lockDeal(ctx, dealId));
    if (deal.deletedAt === null) return readDeal(ctx, dealId);
    const links = await selectLinks(ctx, dealId);
    const ids = links.map(({ contactId }) => contactId);
    const people = await lockPeople(ctx, ids);
    await updateDeal(ctx, dealId, { deletedAt: null });
    await tellChange(ctx, 'deal.restored', deal, { after: auditDeal(deal) });
    const isOpen = deal.wonAt === null && deal.lostAt === null;
    if (isOpen) await bringIn(ctx, deal, people, { by: await findResponsibleMember(ctx) });
    else await judgeEdited(ctx, 'contact', ids);
    return readDeal(ctx, dealId);
  });
}
