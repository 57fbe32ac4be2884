import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { applyAction } from './apply-action.ts';
import { readAction } from './give-bulk-edit.ts';
import { loadStarter } from './load-starter.ts';
import { addCounts, lockBulkEdit, type Outcome, selectNext, updateBulkEdit, updateRecords } from './store.ts';

/** As many as are judged again within one transaction: src/features/qualification/judge-edited.ts. */
export const partRecords = 200;

/**
 * Changes the next records of a change of many, with the note of how far it has come, in one transaction: a stop at any
 * instant loses nothing and does nothing twice. Says whether there is more to do.
 */
export async function advanceBulkEdit(ctx: Ctx, bulkEditId: string): Promise<boolean> {
  try {
    return await tx(ctx, (ctx) => advance(ctx, bulkEditId));
  } catch (error) {
    if (!(error instanceof BatonError)) throw error;
    await updateBulkEdit(ctx, bulkEditId, { status: 'cancelled', problem: error.message, finishedAt: ctx.now });
    return false;
  }
}

async function advance(ctx: Ctx, bulkEditId: string): Promise<boolean> {
  const row = await lockBulkEdit(ctx, bulkEditId);
  if (row?.status !== 'running') return false;
  const next = await selectNext(ctx, bulkEditId, 'waiting', partRecords);
  const outcomes: Outcome[] =
    next.length === 0
      ? []
      : await applyAction(
          await loadStarter(ctx, { id: row.id, kind: row.actorKind, actorId: row.actorId }),
          row.object,
          readAction(row.action),
          next.map(({ recordId }) => recordId),
        );
  await updateRecords(ctx, bulkEditId, outcomes);
  const isLast = next.length < partRecords;
  await updateBulkEdit(ctx, bulkEditId, {
    counts: JSON.stringify(addCounts(row.counts, outcomes)),
    ...(isLast ? { status: 'done', finishedAt: ctx.now } : {}),
  });
  return !isLast;
}
