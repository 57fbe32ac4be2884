import { listWorkspaceIds } from '../../db/workspaces.ts';
import { inWorkspace, type JobCtx } from '../../jobs/job.ts';
import { deleteOldFaults, deleteOldKeys, deleteOldNotices, dropDay, listDays, listUnread } from './store.ts';

const day = 86_400_000;
/** What arrived stays so long after it was processed; touches are kept, so this bounds only how far back raw text goes. */
const messagesKept = 30 * day;
/** A retry that comes later than this counts as new. No client keeps a queue so long. */
const keysKept = 400 * day;
const faultsKept = 90 * day;

/** Removes whole days of messages that are old and processed in every workspace, old ids, and old faults. */
export async function pruneInbound(ctx: JobCtx): Promise<void> {
  const before = (age: number) => new Date(ctx.now.getTime() - age);
  const workspaces = await listWorkspaceIds(ctx.db);
  for (const { name, endsAt } of await listDays(ctx.db)) {
    if (endsAt > before(messagesKept)) continue;
    const unread = await listUnread(ctx.db, name);
    if (unread.length === 0) await dropDay(ctx.db, name);
    else ctx.log.warn({ day: name, workspaces: unread }, 'messages are old and not processed; their day is kept');
  }
  for (const workspace of workspaces) {
    const inner = inWorkspace(ctx, workspace);
    await deleteOldKeys(inner, before(keysKept));
    await deleteOldFaults(inner, before(faultsKept));
    await deleteOldNotices(inner, before(faultsKept));
  }
}
