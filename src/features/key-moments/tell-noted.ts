import { type Ctx, tx } from '../../context.ts';
import { deleteActing, selectActing } from './store.ts';
import { tellMoments } from './tell-moments.ts';

/** So many touches are looked at in one transaction; who was touched often meanwhile is looked at once. */
const mostActs = 2_000;

/** Tells of what has been noted. Says whether more is waiting. */
export async function tellNoted(ctx: Ctx): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const acting = await selectActing(ctx, mostActs);
    if (acting === null || acting.length === 0) return false;
    await tellMoments(ctx, [...new Set(acting.map(({ contactId }) => contactId))].sort());
    await deleteActing(
      ctx,
      acting.map(({ number }) => number),
    );
    return acting.length === mostActs;
  });
}
