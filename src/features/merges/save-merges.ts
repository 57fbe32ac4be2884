import type { Ctx } from '../../context.ts';
import type { MergeChange } from '../../core/identity/merge.ts';
import { newId } from '../../db/ids.ts';
import type { MergeObject, Moved } from '../../db/merge-tables.ts';
import { recordChange } from '../audit/record-change.ts';
import { insertMerges, type Pair } from './store.ts';

/** A merge as it was carried out. */
export type CarriedOut = Pair & { id: string; why: string; changes: readonly MergeChange[]; moved: Moved };
export type MergeCause = 'member' | 'identity';

export const nothingMoved = (): Moved => ({
  rows: {},
  ...{ lists: [], deals: [], handoffs: [], cancelled: [], qualifications: [], withdrawn: [], moves: [] },
  ...{ consents: [], told: {}, duplicates: [] },
});

export const newMergeId = (ctx: Ctx): string => newId(ctx.now);

/** Keeps merges with all that takes them back, and records them. */
export async function saveMerges(
  ctx: Ctx,
  object: MergeObject,
  merges: readonly CarriedOut[],
  by: { cause: MergeCause; memberId: string | null },
): Promise<void> {
  await insertMerges(
    ctx,
    merges.map(({ id, keepId, dropId, why, changes, moved }) => ({
      ...{ id, object, survivorId: keepId, mergedId: dropId, cause: by.cause, why },
      changes: JSON.stringify(changes),
      moved: JSON.stringify(moved),
      ...{ mergedBy: by.memberId, mergedAt: ctx.now, undoneAt: null, undoneBy: null },
    })),
  );
  for (const { id, keepId, dropId, changes } of merges) {
    const field = (pick: (change: MergeChange) => unknown) =>
      Object.fromEntries(changes.map((change) => [change.field, pick(change) ?? null]));
    await recordChange(ctx, {
      verb: `${object}.merged`,
      object,
      objectId: keepId,
      before: { ...field(({ before }) => before), merged: null },
      after: { ...field(({ after }) => after), merged: dropId, mergeId: id },
    });
  }
}
