import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { findHolder } from '../handoffs/find-holder.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { insertOpening, noteOpened, selectOpenings } from './store.ts';

/** Notes that the caller has opened a brief. Whoever opens it again changes nothing. */
export async function openBrief(ctx: Ctx, handoffId: string): Promise<{ openedAt: string }> {
  const { id: memberId } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    requireFound('handoff', await findHolder(ctx, handoffId));
    if (await insertOpening(ctx, handoffId, memberId)) {
      await noteOpened(ctx, handoffId, memberId);
      await recordChange(ctx, { verb: 'brief.opened', object: 'handoff', objectId: handoffId });
    }
    const mine = (await selectOpenings(ctx, handoffId)).find((one) => one.memberId === memberId);
    return { openedAt: (mine?.at ?? ctx.now).toISOString() };
  });
}
