import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { reopenLinked } from '../handoffs/close-linked.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { tellChange } from './change-deal.ts';
import { checkSeller } from './check-seller.ts';
import { convertAmounts } from './convert-amounts.ts';
import { refuseRemoved } from './edit-deal.ts';
import { undoMoves } from './move-people.ts';
import { readDeal } from './read-deal.ts';
import type { Deal } from './schema.ts';
import { insertStep, lockDeal, lockPeople, selectLeads, selectLinks, updateDeal } from './store.ts';

/**
 * Opens a deal again that was won or lost by mistake: stages go back by moves that say so, handoffs go on with what is left of
 * their promises. What has been done since stands.
 */
export async function reopenDeal(ctx: Ctx, dealId: string, { note }: { note: string }): Promise<Deal> {
  checkSeller(ctx);
  return tx(ctx, async (ctx) => {
    const deal = refuseRemoved(requireFound('deal', await lockDeal(ctx, dealId)));
    if (deal.wonAt === null && deal.lostAt === null) {
      throw new BatonError('conflict', 'deal.already-open', 'This deal is open.');
    }
    const links = await selectLinks(ctx, dealId);
    const ids = [...new Set([...links.map(({ contactId }) => contactId), ...(await selectLeads(ctx, dealId))])];
    const people = await lockPeople(ctx, ids);
    const by = await findResponsibleMember(ctx);
    await reopenLinked(ctx, dealId, deal.closing?.handoffs ?? []);
    const present = new Set(people.map(({ id }) => id));
    const moves = (deal.closing?.moves ?? []).filter(({ contactId }) => present.has(contactId));
    await undoMoves(ctx, moves, by, note);
    const open = { wonAt: null, lostAt: null };
    const [baseAmount = null] = await convertAmounts(ctx, [{ ...deal, ...open }]);
    await updateDeal(ctx, dealId, { ...open, lossReason: null, closing: null, baseAmount });
    await insertStep(ctx, { dealId, kind: 'reopened', stage: deal.stage, memberId: by, note });
    await tellChange(ctx, 'deal.reopened', deal, {
      before: { status: deal.wonAt === null ? 'lost' : 'won', lossReason: deal.lossReason },
      after: { status: 'open', lossReason: null, note },
    });
    await judgeEdited(ctx, 'contact', [...present]);
    return readDeal(ctx, dealId);
  });
}
