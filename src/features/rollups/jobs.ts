import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, upkeep } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { foldRollups } from './fold-rollups.ts';
import { inspectRollups, rebuildRollups } from './rebuild-rollups.ts';

/** Counts that are wrong by night were wrong by a mistake of ours: they are put right, and the log says which. */
export const rollupJobs = [
  upkeep('check-rollups', '10 3 * * *', {}, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) {
      const { wrong } = await rebuildRollups(inWorkspace(ctx, workspace));
      if (wrong.length > 0) ctx.log.warn({ workspace, wrong: wrong.slice(0, 20) }, 'counts of touches were put right');
    }
  }),
];

export const rollupLoops: readonly Loop[] = [
  {
    name: 'fold-rollups',
    every: 1_000,
    async run(ctx) {
      let more = false;
      for (const workspace of await listWorkspaceIds(ctx.db)) {
        const inside = inWorkspace(ctx, workspace);
        const { isOutdated, hasDeltas } = await inspectRollups(inside);
        if (isOutdated) await rebuildRollups(inside);
        if ((hasDeltas || isOutdated) && (await foldRollups(inside))) more = true;
      }
      return more;
    },
  },
];
