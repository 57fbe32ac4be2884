import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { unlinkDeal } from '../handoffs/link-deal.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditDeal, tellChange } from './change-deal.ts';
import { checkSeller } from './check-seller.ts';
import { lockDeal, lockPeople, selectLeads, selectLinks, updateDeal } from './store.ts';

/** Removes a deal from every list and from what conditions ask; handoffs that are open go on without it. */
export async function removeDeal(ctx: Ctx, dealId: string): Promise<void> {
  checkSeller(ctx);
  await tx(ctx, async (ctx) => {
    const row = await lockDeal(ctx, dealId);
    const deal = requireFound('deal', row?.deletedAt === null ? row : undefined);
    const links = await selectLinks(ctx, dealId);
    const ids = [...new Set([...links.map(({ contactId }) => contactId), ...(await selectLeads(ctx, dealId))])];
    const people = await lockPeople(ctx, ids);
    await unlinkDeal(ctx, dealId);
    await updateDeal(ctx, dealId, { deletedAt: ctx.now });
    await tellChange(ctx, 'deal.removed', deal, { before: auditDeal(deal) });
    await judgeEdited(
      ctx,
      'contact',
      people.map(({ id }) => id),
    );
  });
}
