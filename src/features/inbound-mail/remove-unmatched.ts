import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, type JobCtx } from '../../jobs/job.ts';
import { deleteOld } from './store.ts';

/** A mail that found nobody stays so long. */
export const unmatchedKept = 30 * 86_400_000;

/** Removes mails that found nobody in 30 days, and what is remembered of reports that old. */
export async function removeUnmatched(ctx: JobCtx): Promise<void> {
  for (const workspace of await listWorkspaceIds(ctx.db)) {
    await deleteOld(inWorkspace(ctx, workspace), new Date(ctx.now.getTime() - unmatchedKept));
  }
}
