import type { Ctx } from '../../context.ts';
import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, type Job, type JobCtx, upkeep } from '../../jobs/job.ts';
import type { Loop } from '../../jobs/loop.ts';
import { notifyDueTasks } from './notify-due-tasks.ts';
import { sendNotifications } from './send-notifications.ts';
import { deleteOld } from './store.ts';

/** What was told longer ago is removed. */
const keptFor = 180 * 86_400_000;

async function inEach(ctx: JobCtx, run: (ctx: Ctx) => Promise<boolean>): Promise<boolean> {
  let more = false;
  for (const workspace of await listWorkspaceIds(ctx.db)) if (await run(inWorkspace(ctx, workspace))) more = true;
  return more;
}

/** Mails of what members are told, within a moment or when their hours open; and tasks, by time alone. */
export const notificationLoops: readonly Loop[] = [
  { name: 'notifications', every: 2_000, run: (ctx) => inEach(ctx, sendNotifications) },
  { name: 'due-tasks', every: 30_000, run: (ctx) => inEach(ctx, notifyDueTasks) },
];

export const notificationJobs: Job[] = [
  upkeep('remove-old-notifications', '35 2 * * *', {}, async (ctx) => {
    const before = new Date(ctx.now.getTime() - keptFor);
    for (const workspace of await listWorkspaceIds(ctx.db)) await deleteOld(inWorkspace(ctx, workspace), before);
  }),
];
