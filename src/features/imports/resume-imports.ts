import type { Ctx } from '../../context.ts';
import { deleteImport, selectFree, selectIdle } from './store.ts';

const jobs = { checking: 'check-import', running: 'run-import', undoing: 'undo-import' } as const;
const busy = ['checking', 'running', 'undoing'] as const;
/** Work that goes on notes it with each job: after so long without a note, it was interrupted. */
const idleMinutes = 3;
const minute = 60_000;

/** Goes on with what a stop interrupted, from where it was, and removes what an upload left that never came to its end. */
export async function resumeImports(ctx: Ctx): Promise<void> {
  await enqueueAgain(ctx, await selectIdle(ctx, busy, new Date(ctx.now.getTime() - idleMinutes * minute)));
  for (const { id } of await selectIdle(ctx, ['uploading'], new Date(ctx.now.getTime() - 60 * minute))) {
    await deleteImport(ctx, id);
  }
}

/**
 * Goes on at once with what nobody is at: a process that starts finds what one that was killed has left. Whoever writes a part
 * holds its import; in the moment between two parts both may go on, which does no row twice.
 */
export async function takeUpImports(ctx: Ctx): Promise<void> {
  await enqueueAgain(ctx, await selectFree(ctx, busy));
}

async function enqueueAgain(ctx: Ctx, imports: readonly { id: string; status: string }[]): Promise<void> {
  for (const { id, status } of imports) {
    const name = busy.find((one) => one === status);
    if (name) await ctx.enqueue(ctx.db, jobs[name], { workspace: ctx.workspace, importId: id });
  }
}
