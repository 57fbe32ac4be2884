import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, upkeep } from '../../jobs/job.ts';
import { MessageQueue } from '../capture/queue-messages.ts';
import { removeStale } from './remove-stale.ts';
import { sendLeft } from './send-submission.ts';

export const formJobs = [
  upkeep('send-left-submissions', '*/5 * * * *', { atStart: true }, async (ctx) => {
    // Whoever processes messages looks for them by itself.
    const queue = new MessageQueue(() => {});
    for (const workspace of await listWorkspaceIds(ctx.db)) await sendLeft(inWorkspace(ctx, workspace), queue);
  }),
  upkeep('remove-stale-submissions', '50 2 * * *', {}, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) await removeStale(inWorkspace(ctx, workspace));
  }),
];
