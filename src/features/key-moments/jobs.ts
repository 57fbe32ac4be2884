import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { tellNoted } from './tell-noted.ts';

/** Whoever has somebody hears of what they did within a minute; that a lead is handed over does not wait for it. */
export const momentLoops: readonly Loop[] = [
  {
    name: 'key-moments',
    every: 1_000,
    async run(ctx) {
      let more = false;
      for (const workspace of await listWorkspaceIds(ctx.db)) {
        if (await tellNoted(inWorkspace(ctx, workspace))) more = true;
      }
      return more;
    },
  },
];
