import type { Ctx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { recordFieldChanges } from '../field-changes/record-field-changes.ts';
import type { HandoverPart } from '../members/handover.ts';
import { countOwned, moveOwned } from './store.ts';

/** People whom somebody owns, and those whom they found while the lead is protected. */
export const contactHandovers: readonly HandoverPart[] = [
  { kind: 'contacts', label: 'People owned or found', count: countOwned, move: moveAll },
];

async function moveAll(ctx: Ctx, fromId: string, toId: string): Promise<void> {
  const moved = await moveOwned(ctx, fromId, toId);
  await recordFieldChanges(
    ctx,
    moved.flatMap(({ id, field }) => [{ object: 'contact' as const, recordId: id, field, old: fromId, new: toId }]),
  );
  await recordChange(ctx, {
    verb: 'contacts.handed-over',
    object: 'member',
    objectId: fromId,
    before: { memberId: fromId },
    after: { memberId: toId, contacts: new Set(moved.map(({ id }) => id)).size },
  });
}
