import { type Ctx, tx } from '../../context.ts';
import { takeActing } from './store.ts';
import { tellMoments } from './tell-moments.ts';

/** So many touches are looked at in one transaction; who was touched often meanwhile is looked at once. */
const mostActs = 2_000;

/** Tells of what has been noted. Says whether more is waiting. */
export async function tellNoted(ctx: Ctx): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const acting = await takeActing(ctx, mostActs);
    await tellMoments(ctx, [...new Set(acting)].sort());
    return acting.length === mostActs;
  });
}
