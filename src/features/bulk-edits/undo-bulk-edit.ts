import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { partRecords } from './advance-bulk-edit.ts';
import { giveBulkEdit, readAction, undoDays, undoUntil } from './give-bulk-edit.ts';
import { loadStarter } from './load-starter.ts';
import { restoreRecords } from './restore-records.ts';
import type { BulkEdit } from './schema.ts';
import { addCounts, findBulkEdit, lockBulkEdit, selectNext, updateBulkEdit, updateRecords } from './store.ts';

/** Begins to take a change of many back, with the rights of who asks for it; a job does it. */
export async function undoBulkEdit(ctx: Ctx, bulkEditId: string): Promise<BulkEdit> {
  const { actor } = ctx;
  if (actor.kind !== 'member' && actor.kind !== 'key') throw new Error('Undoing has a member or a key behind it');
  return tx(ctx, async (ctx) => {
    const row = requireFound('bulk-edit', await lockBulkEdit(ctx, bulkEditId));
    const until = undoUntil(row);
    if (until === null) {
      const none = 'There is nothing to undo: it still runs, changed nothing, or was undone before.';
      throw new BatonError('conflict', 'bulk-edit.nothing-to-undo', none);
    }
    if (ctx.now > until) {
      const late = `It ended more than ${undoDays} days ago and can no longer be undone.`;
      throw new BatonError('conflict', 'bulk-edit.too-late', late);
    }
    await updateBulkEdit(ctx, bulkEditId, { status: 'undoing', undoneByKind: actor.kind, undoneBy: actor.id });
    await recordChange(ctx, { verb: 'bulk-edit.undo-started', object: 'bulk-edit', objectId: bulkEditId });
    await ctx.enqueue(ctx.db, 'undo-bulk-edit', { workspace: ctx.workspace, bulkEditId });
    return giveBulkEdit(requireFound('bulk-edit', await findBulkEdit(ctx, bulkEditId)));
  });
}

/** Sets the next records of a change back, in one transaction. Says whether there is more to do. */
export async function undoNext(ctx: Ctx, bulkEditId: string): Promise<boolean> {
  try {
    return await tx(ctx, (ctx) => undo(ctx, bulkEditId));
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
    await updateBulkEdit(ctx, bulkEditId, { status: 'done', problem: error.message });
    return false;
  }
}

async function undo(ctx: Ctx, bulkEditId: string): Promise<boolean> {
  const row = await lockBulkEdit(ctx, bulkEditId);
  if (row?.status !== 'undoing' || row.undoneByKind === null || row.undoneBy === null) return false;
  const next = await selectNext(ctx, bulkEditId, 'changed', partRecords);
  const undoer = await loadStarter(ctx, { id: row.id, kind: row.undoneByKind, actorId: row.undoneBy });
  const outcomes = next.length === 0 ? [] : await restoreRecords(undoer, row.object, readAction(row.action), next);
  await updateRecords(ctx, bulkEditId, outcomes);
  const isLast = next.length < partRecords;
  await updateBulkEdit(ctx, bulkEditId, {
    counts: JSON.stringify(addCounts(row.counts, outcomes)),
    ...(isLast ? { status: 'undone', undoneAt: ctx.now } : {}),
  });
  return !isLast;
}
