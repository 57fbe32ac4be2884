import type { Ctx } from '../../context.ts';
import { deleteImport, selectIdle } from './store.ts';

const jobs = { checking: 'check-import', running: 'run-import', undoing: 'undo-import' } as const;
const busy = ['checking', 'running', 'undoing'] as const;
/** Work that goes on notes it with each part: after so long without a note, it was interrupted. */
const idleMinutes = 3;
const minute = 60_000;

/** Goes on with what a stop interrupted, from where it was, and removes what an upload left that never came to its end. */
export async function resumeImports(ctx: Ctx): Promise<void> {
  for (const { id, status } of await selectIdle(ctx, busy, new Date(ctx.now.getTime() - idleMinutes * minute))) {
    const name = busy.find((one) => one === status);
    if (name) await ctx.enqueue(ctx.db, jobs[name], { workspace: ctx.workspace, importId: id });
  }
  for (const { id } of await selectIdle(ctx, ['uploading'], new Date(ctx.now.getTime() - 60 * minute))) {
    await deleteImport(ctx, id);
  }
}
