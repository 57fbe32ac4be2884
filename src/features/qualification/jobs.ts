import type { Ctx } from '../../context.ts';
import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, type JobCtx } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { routeQueue } from '../handoffs/route-queue.ts';
import { judgeDueContacts } from './judge-due-contacts.ts';
import { judgeMarked } from './judge-marked.ts';
import { rebuildLeads } from './rebuild-leads.ts';

async function inEach(ctx: JobCtx, run: (ctx: Ctx) => Promise<boolean>): Promise<boolean> {
  let more = false;
  for (const workspace of await listWorkspaceIds(ctx.db)) if (await run(inWorkspace(ctx, workspace))) more = true;
  return more;
}

/** So many contacts are judged in one transaction: few enough that what arrives meanwhile is soon seen. */
const judgedAtOnce = 250;

/** What follows from what came, what time alone changes, and who waits for somebody to be available. */
export const qualificationLoops: readonly Loop[] = [
  // Beside the loop that stores what arrives, not in turn with it: while one computes, the database serves the other.
  { name: 'judge-marked', every: 200, run: (ctx) => inEach(ctx, (ctx) => judgeMarked(ctx, judgedAtOnce)) },
  { name: 'judge-due-contacts', every: 5_000, holdsAfterLeap: true, run: (ctx) => inEach(ctx, judgeDueContacts) },
  {
    name: 'route-queue',
    every: 10_000,
    run: (ctx) =>
      inEach(ctx, async (ctx) => {
        const relay = await findRelayInForce(ctx);
        if (relay !== null) await routeQueue(ctx, relay, rebuildLeads);
        return false;
      }),
  },
];
