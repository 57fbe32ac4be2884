import type { Ctx } from '../../context.ts';
import { selectIdle } from './store.ts';

/** Work that goes on notes it with each part: after so long without a note, it was interrupted. */
const idle = 3 * 60_000;

/** Goes on with what a stop interrupted, from where it was. */
export async function resumeBulkEdits(ctx: Ctx): Promise<void> {
  for (const { id, status } of await selectIdle(ctx, new Date(ctx.now.getTime() - idle))) {
    const name = status === 'running' ? 'run-bulk-edit' : 'undo-bulk-edit';
    await ctx.enqueue(ctx.db, name, { workspace: ctx.workspace, bulkEditId: id });
  }
}
