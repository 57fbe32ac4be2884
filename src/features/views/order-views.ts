import { type Ctx, tx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { requireMember } from './check-view.ts';
import { saveOrder } from './store.ts';

type Order = { object: 'contact' | 'account'; viewIds: string[]; defaultId: string | null };

/** For the member alone. Views that they do not find are kept in the order: a team that they come back to has its place. */
export async function orderViews(ctx: Ctx, { object, viewIds, defaultId }: Order): Promise<void> {
  const { id } = requireMember(ctx);
  await tx(ctx, async (ctx) => {
    const order = { object, viewIds: [...new Set(viewIds)], defaultId };
    await saveOrder(ctx, { ...order, memberId: id });
    await recordChange(ctx, { verb: 'views.ordered', object: 'member', objectId: id, after: order });
  });
}
