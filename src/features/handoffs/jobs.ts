import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { acceptByTimeout } from './accept-by-timeout.ts';
import { reassignLate } from './reassign-late.ts';
import { wakeContacts } from './wake-contacts.ts';

/** What the agreement does by itself when time has brought a lead so far: what clocks have noted is carried out here. */
export const handoffLoops: readonly Loop[] = [
  {
    name: 'handoffs',
    every: 1_000,
    async run(ctx) {
      for (const workspace of await listWorkspaceIds(ctx.db)) {
        const here = inWorkspace(ctx, workspace);
        await acceptByTimeout(here);
        await reassignLate(here);
      }
      return false;
    },
  },
  {
    name: 'wake-contacts',
    every: 5_000,
    async run(ctx) {
      let more = false;
      for (const workspace of await listWorkspaceIds(ctx.db)) {
        if (await wakeContacts(inWorkspace(ctx, workspace))) more = true;
      }
      return more;
    },
  },
];
