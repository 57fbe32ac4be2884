import { z } from 'zod';
import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, type Job, job, upkeep } from '../../jobs/job.ts';
import { scanDuplicates } from './search-duplicates.ts';

export const duplicateJobs: Job[] = [
  job('scan-duplicates', z.object({ workspace: z.uuid() }), {}, async (ctx, { workspace }) => {
    await scanDuplicates(inWorkspace(ctx, workspace));
  }),
  upkeep('find-duplicates', '40 2 * * *', {}, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) await scanDuplicates(inWorkspace(ctx, workspace));
  }),
];
