import { z } from 'zod';
import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, job, upkeep } from '../../jobs/job.ts';
import { MessageQueue } from '../capture/queue-messages.ts';
import { removeStale } from './remove-stale.ts';
import { sendLeft, sendSubmission } from './send-submission.ts';

export const formJobs = [
  job(
    'send-submission',
    z.object({ workspace: z.uuid(), submissionId: z.uuid() }),
    { expireInSeconds: 60 },
    (ctx, { workspace, submissionId }) =>
      sendSubmission(inWorkspace(ctx, workspace), new MessageQueue(() => {}), submissionId),
  ),
  upkeep('send-left-submissions', '*/5 * * * *', { atStart: true }, async (ctx) => {
    // Whoever processes messages looks for them by itself.
    const queue = new MessageQueue(() => {});
    for (const workspace of await listWorkspaceIds(ctx.db)) await sendLeft(inWorkspace(ctx, workspace), queue);
  }),
  upkeep('remove-stale-submissions', '50 2 * * *', {}, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) await removeStale(inWorkspace(ctx, workspace));
  }),
];
