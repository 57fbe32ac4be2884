import type { Ctx } from '../../context.ts';
import { type DealStage, insertDealStages } from './store.ts';

/** Adds to the history of deals which stages they came to and when, as an import tells it; their stage of today stays. */
export async function recordDealStages(ctx: Ctx, stages: readonly DealStage[]): Promise<void> {
  if (stages.length > 0) await insertDealStages(ctx, stages);
}
