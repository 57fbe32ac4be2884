import type { Ctx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import type { HandoverPart } from '../members/handover.ts';
import { countHeld, moveHeld } from './store.ts';

/** Open deals that somebody owns or found. */
export const dealHandovers: readonly HandoverPart[] = [
  { kind: 'deals', label: 'Open deals owned or found', count: countHeld, move: moveAll },
];

async function moveAll(ctx: Ctx, fromId: string, toId: string): Promise<void> {
  const deals = await moveHeld(ctx, fromId, toId);
  await recordChange(ctx, {
    verb: 'deals.handed-over',
    object: 'member',
    objectId: fromId,
    before: { memberId: fromId },
    after: { memberId: toId, deals },
  });
}
