import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { giveBulkEdit } from './give-bulk-edit.ts';
import type { BulkEdit } from './schema.ts';
import { findBulkEdit, lockBulkEdit, updateBulkEdit } from './store.ts';

/** Stops a change of many: what is done stays and can be undone. */
export async function cancelBulkEdit(ctx: Ctx, bulkEditId: string): Promise<BulkEdit> {
  return tx(ctx, async (ctx) => {
    const { status, counts } = requireFound('bulk-edit', await lockBulkEdit(ctx, bulkEditId));
    if (status !== 'running') throw new BatonError('conflict', 'bulk-edit.ended', 'It has ended already.');
    await updateBulkEdit(ctx, bulkEditId, { status: 'cancelled', finishedAt: ctx.now });
    await recordChange(ctx, {
      ...{ verb: 'bulk-edit.cancelled', object: 'bulk-edit', objectId: bulkEditId },
      after: { changed: counts.changed ?? 0 },
    });
    return giveBulkEdit(requireFound('bulk-edit', await findBulkEdit(ctx, bulkEditId)));
  });
}
