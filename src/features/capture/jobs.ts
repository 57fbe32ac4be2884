import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, upkeep } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { ensureInboundDays } from './ensure-inbound-days.ts';
import { processInbound } from './process-inbound.ts';
import { pruneInbound } from './prune-inbound.ts';

export const captureJobs = [
  upkeep('ensure-inbound-days', '20 */6 * * *', { atStart: true }, ensureInboundDays),
  upkeep('prune-inbound', '40 2 * * *', {}, pruneInbound),
];

/** What arrived is carried on at once where this process took it, and within a fifth of a second where another did. */
export const captureLoops: readonly Loop[] = [
  {
    name: 'process-inbound',
    every: 200,
    wakes: 'judge-marked',
    async run(ctx) {
      let more = false;
      for (const workspace of await listWorkspaceIds(ctx.db)) {
        if (await processInbound(inWorkspace(ctx, workspace))) more = true;
      }
      return more;
    },
  },
];
