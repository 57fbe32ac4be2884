import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkCondition, checkReach, requireMember } from './check-view.ts';
import { readView } from './list-views.ts';
import type { createView as contract, View } from './schema.ts';
import { countOwn, insertView } from './store.ts';

/** Nobody finds one among more; a program that makes views by itself is stopped here. */
const mostOwned = 100;

export async function createView(ctx: Ctx, body: z.output<NonNullable<(typeof contract)['body']>>): Promise<View> {
  const actor = requireMember(ctx);
  return tx(ctx, async (ctx) => {
    const { object, ...values } = body;
    await checkReach(ctx, actor, values);
    await checkCondition(ctx, object, values);
    if ((await countOwn(ctx, object, actor.id)) >= mostOwned) {
      const detail = `You have ${mostOwned} views here. Remove one that you no longer need.`;
      throw new BatonError('conflict', 'view.too-many', detail);
    }
    const id = newId(ctx.now);
    await insertView(ctx, { id, object, ownerId: actor.id, ...values });
    await recordChange(ctx, { verb: 'view.created', object: 'view', objectId: id, after: body });
    return readView(ctx, id);
  });
}
