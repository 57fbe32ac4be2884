import type { Ctx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { recordFieldChanges } from '../field-changes/record-field-changes.ts';
import type { HandoverPart } from '../members/handover.ts';
import { countOwned, moveOwned } from './store.ts';

/** Companies that somebody owns. */
export const accountHandovers: readonly HandoverPart[] = [
  { kind: 'accounts', label: 'Companies owned', count: countOwned, move: moveAll },
];

async function moveAll(ctx: Ctx, fromId: string, toId: string): Promise<void> {
  const ids = await moveOwned(ctx, fromId, toId);
  await recordFieldChanges(
    ctx,
    ids.map((recordId) => ({ object: 'account' as const, recordId, field: 'owner', old: fromId, new: toId })),
  );
  await recordChange(ctx, {
    verb: 'accounts.handed-over',
    object: 'member',
    objectId: fromId,
    before: { memberId: fromId },
    after: { memberId: toId, accounts: ids.length },
  });
}
