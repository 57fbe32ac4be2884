import { type Ctx, tx } from '../../context.ts';
import type { BriefField } from '../../core/handoff/brief-fields.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { findHolder } from '../handoffs/find-holder.ts';
import type { Handoff } from '../handoffs/schema.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { deleteRating, saveRating, selectRatings } from './store.ts';

/** Calls a part of a brief useful or useless; null takes it back. */
export async function rateBrief(
  ctx: Ctx,
  handoffId: string,
  { field, useful }: { field: BriefField; useful: boolean | null },
): Promise<{ ratings: Handoff['ratings'] }> {
  const { id: memberId } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    requireFound('handoff', await findHolder(ctx, handoffId));
    if (useful === null) await deleteRating(ctx, { handoffId, memberId, field });
    else await saveRating(ctx, { handoffId, memberId, field, useful });
    const after = { field, useful };
    await recordChange(ctx, { verb: 'brief.rated', object: 'handoff', objectId: handoffId, after });
    return { ratings: await selectRatings(ctx, handoffId, memberId) };
  });
}
