import type { Ctx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import type { HandoverPart } from '../members/handover.ts';
import { countShared, moveShared } from './store.ts';

/** Views that others work with; private ones stay with who made them. */
export const viewHandovers: readonly HandoverPart[] = [
  { kind: 'views', label: 'Shared views', count: countShared, move: moveAll },
];

async function moveAll(ctx: Ctx, fromId: string, toId: string): Promise<void> {
  const views = await moveShared(ctx, fromId, toId);
  if (views === 0) return;
  await recordChange(ctx, {
    verb: 'views.handed-over',
    object: 'member',
    objectId: fromId,
    before: { memberId: fromId },
    after: { memberId: toId, views },
  });
}
