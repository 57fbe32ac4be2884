import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { judgeDueClocks } from './judge-due-clocks.ts';

/** Promises are told of, and break, by time alone. */
export const clockLoops: readonly Loop[] = [
  {
    name: 'clocks',
    every: 1_000,
    holdsAfterLeap: true,
    async run(ctx) {
      let more = false;
      for (const workspace of await listWorkspaceIds(ctx.db)) {
        if (await judgeDueClocks(inWorkspace(ctx, workspace))) more = true;
      }
      return more;
    },
  },
];
