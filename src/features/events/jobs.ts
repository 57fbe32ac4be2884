import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, type Job, upkeep } from '../../jobs/job.ts';
import { deleteOldEvents } from './store.ts';

/** A page that was away for longer reads everything again. */
const keptFor = 3 * 86_400_000;

export const eventJobs: Job[] = [
  upkeep('remove-old-events', '40 2 * * *', {}, async (ctx) => {
    const before = new Date(ctx.now.getTime() - keptFor);
    for (const workspace of await listWorkspaceIds(ctx.db)) await deleteOldEvents(inWorkspace(ctx, workspace), before);
  }),
];
