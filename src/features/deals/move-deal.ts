import { type Ctx, tx } from '../../context.ts';
import { listMissing } from '../../core/deals/pipeline.ts';
import { requireFound } from '../../core/version.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { refuseIncomplete, requireStage, tellChange } from './change-deal.ts';
import { checkSeller } from './check-seller.ts';
import { refuseClosed } from './close-deal.ts';
import { refuseRemoved } from './edit-deal.ts';
import { readDeal } from './read-deal.ts';
import { nameStage, readPipeline } from './read-pipeline.ts';
import type { Deal } from './schema.ts';
import { insertStep, lockDeal, selectLinks, updateDeal } from './store.ts';
import { storeDealTexts } from './store-texts.ts';

/** Moves an open deal to a stage that has all it asks for; to where it is already changes nothing. */
export async function moveDeal(ctx: Ctx, dealId: string, stage: string): Promise<Deal> {
  checkSeller(ctx);
  return tx(ctx, async (ctx) => {
    const deal = refuseRemoved(requireFound('deal', await lockDeal(ctx, dealId)));
    await refuseClosed(ctx, deal);
    const pipeline = await readPipeline(ctx);
    requireStage(pipeline, stage);
    if (deal.stage === stage) return readDeal(ctx, dealId);
    const links = await selectLinks(ctx, dealId);
    const missing = listMissing(pipeline, stage, { ...deal, roles: links.map(({ role }) => role) });
    refuseIncomplete(missing, `Before "${nameStage(pipeline, stage).name}"`);
    await updateDeal(ctx, dealId, {
      ...{ stage, stageSince: ctx.now },
      texts: storeDealTexts({ name: deal.name, stage }),
    });
    await insertStep(ctx, { dealId, kind: 'moved', stage, memberId: await findResponsibleMember(ctx) });
    await tellChange(ctx, 'deal.moved', deal, { before: { stage: deal.stage }, after: { stage } });
    await judgeEdited(
      ctx,
      'contact',
      links.map(({ contactId }) => contactId),
    );
    return readDeal(ctx, dealId);
  });
}
