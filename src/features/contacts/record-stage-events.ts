import type { Ctx } from '../../context.ts';
import type { StageEvent } from '../../core/lifecycle/stage-events.ts';
import { insertTransitions } from './store.ts';

/** Adds moves of the lead stage, each contact's in their order; what stands is never changed. */
export async function recordStageEvents(
  ctx: Ctx,
  events: readonly { contactId: string; event: StageEvent }[],
): Promise<void> {
  await insertTransitions(ctx, events);
}
