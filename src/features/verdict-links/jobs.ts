import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, type Job, upkeep } from '../../jobs/job.ts';
import { deleteExpired } from './store.ts';

export const verdictLinkJobs: Job[] = [
  upkeep('remove-expired-verdict-links', '50 2 * * *', {}, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) await deleteExpired(inWorkspace(ctx, workspace));
  }),
];
