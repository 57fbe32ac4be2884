import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, upkeep } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { logMeetings } from './log-meetings.ts';
import { removeUnmatched } from './remove-unmatched.ts';

export const inboundMailJobs = [upkeep('remove-unmatched-mails', '50 2 * * *', {}, removeUnmatched)];

export const inboundMailLoops: readonly Loop[] = [
  {
    name: 'log-meetings',
    every: 10_000,
    async run(ctx) {
      let more = false;
      for (const workspace of await listWorkspaceIds(ctx.db)) {
        if (await logMeetings(inWorkspace(ctx, workspace))) more = true;
      }
      return more;
    },
  },
];
