import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, upkeep } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { remindReview } from './remind-review.ts';
import { startDueVersions } from './start-version.ts';

/** Signed versions come into force at their instant without a request. */
export const agreementLoops: readonly Loop[] = [
  {
    name: 'agreements',
    every: 1_000,
    async run(ctx) {
      await startDueVersions(ctx);
      return false;
    },
  },
];

/** Heads are reminded of a review at most once a week; every hour, so that none is missed. */
export const agreementJobs = [
  upkeep('remind-review', '8 * * * *', { atStart: true }, async (ctx) => {
    for (const workspace of await listWorkspaceIds(ctx.db)) await remindReview(inWorkspace(ctx, workspace));
  }),
];
