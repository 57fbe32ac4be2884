import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireVersion } from '../../core/version.ts';
import { checkAccount } from '../accounts/check-account.ts';
import { checkOwner } from '../contacts/check-owner.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { auditDeal, checkSides, refuseTakenAway, tellChange } from './change-deal.ts';
import { checkSeller } from './check-seller.ts';
import { convertAmounts } from './convert-amounts.ts';
import { readDeal } from './read-deal.ts';
import { readPipeline } from './read-pipeline.ts';
import type { Deal, DealChange } from './schema.ts';
import { type HeldDeal, lockDeal, selectLinks, updateDeal } from './store.ts';
import { storeDealTexts } from './store-texts.ts';

/** Changes what is known of a deal; what its stage asks for stays there. */
export async function editDeal(ctx: Ctx, dealId: string, version: number, change: DealChange): Promise<Deal> {
  checkSeller(ctx);
  return tx(ctx, async (ctx) => {
    const before = refuseRemoved(requireVersion('deal', await lockDeal(ctx, dealId), version));
    const gives = change.ownerId !== undefined && change.ownerId !== before.ownerId;
    if (gives) await checkOwner(ctx, change.ownerId, '#/ownerId');
    await checkSides(ctx, {
      ...(gives ? { ownerId: change.ownerId } : {}),
      sdrId: change.sdrId === before.sdrId ? null : (change.sdrId ?? null),
    });
    if (change.accountId && change.accountId !== before.accountId) await checkAccount(ctx, change.accountId);
    const after = await apply(ctx, before, change);
    if (JSON.stringify(auditDeal(before)) === JSON.stringify(auditDeal(after))) return readDeal(ctx, dealId);
    const links = await selectLinks(ctx, dealId);
    const roles = links.map(({ role }) => role);
    refuseTakenAway(await readPipeline(ctx), before, after, { before: roles, after: roles });
    const { name, kind, stage, amount, currency, baseAmount, expectedClose, accountId, ownerId, sdrId } = after;
    await updateDeal(ctx, dealId, {
      ...{ name, kind, amount, currency, baseAmount, expectedClose, accountId, ownerId, sdrId },
      texts: storeDealTexts({ name, stage }),
    });
    await tellChange(ctx, 'deal.edited', after, { before: auditDeal(before), after: auditDeal(after) });
    await judgeEdited(
      ctx,
      'contact',
      links.map(({ contactId }) => contactId),
    );
    return readDeal(ctx, dealId);
  });
}

async function apply(ctx: Ctx, before: HeldDeal, { amount, ...change }: DealChange): Promise<HeldDeal> {
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const value =
    amount === undefined ? {} : { amount: amount?.minor ?? null, ...(amount ? { currency: amount.currency } : {}) };
  const after = { ...before, ...given, ...value };
  if (amount === undefined) return after;
  const [baseAmount = null] = await convertAmounts(ctx, [after]);
  return { ...after, baseAmount };
}

/** A deal that was removed is restored before anything else happens to it. */
export function refuseRemoved(deal: HeldDeal): HeldDeal {
  if (deal.deletedAt === null) return deal;
  throw new BatonError('conflict', 'deal.removed', 'This deal was removed. Restore it first.');
}
