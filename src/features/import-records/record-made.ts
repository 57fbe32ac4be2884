import type { Ctx } from '../../context.ts';
import type { ImportObject } from '../../core/imports/fields.ts';
import { insertChanges, insertMade, type MadeRecord, type NotedChange, updateMade } from './store.ts';

export type { MadeRecord, NotedChange } from './store.ts';

/** What a part of an import left: records that it made, such as it had made before and changed again, and values of others. */
export type Left = {
  made: readonly MadeRecord[];
  grown: readonly { object: ImportObject; recordId: string; version: number }[];
  changes: readonly NotedChange[];
};

/** Notes what an import made and changed, in its transaction, so that it can be undone. */
export async function recordMade(ctx: Ctx, importId: string, { made, grown, changes }: Left): Promise<void> {
  await insertMade(ctx, importId, made);
  await updateMade(ctx, importId, grown);
  await insertChanges(ctx, importId, changes);
}
