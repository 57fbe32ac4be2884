import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { endArbitrations } from './decide-rejection.ts';

/** Arbitrations whose days are over are decided by the rule of the agreement. */
export const feedbackLoops: readonly Loop[] = [
  {
    name: 'arbitrations',
    every: 1_000,
    async run(ctx) {
      for (const workspace of await listWorkspaceIds(ctx.db)) await endArbitrations(inWorkspace(ctx, workspace));
      return false;
    },
  },
];
