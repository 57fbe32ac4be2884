import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { findConsequences } from '../clocks/take-consequences.ts';
import { endArbitrations } from '../feedback/decide-rejection.ts';
import { acceptByTimeout } from './accept-by-timeout.ts';
import { reassignLate } from './reassign-late.ts';
import { wakeContacts } from './wake-contacts.ts';

/** What the agreement does by itself when time has brought a lead so far: what clocks have noted is carried out here. */
export const handoffLoops: readonly Loop[] = [
  {
    name: 'handoffs',
    holdsAfterLeap: true,
    every: 1_000,
    async run(ctx) {
      let more = false;
      for (const workspace of await listWorkspaceIds(ctx.db)) {
        const here = inWorkspace(ctx, workspace);
        const waiting = await findConsequences(here);
        if (waiting.has('accept-by-timeout')) await acceptByTimeout(here);
        if (waiting.has('reassign')) await reassignLate(here);
        if (waiting.has('end-arbitration')) await endArbitrations(here);
        if (await wakeContacts(here)) more = true;
      }
      return more;
    },
  },
];
