import { type Ctx, tx } from '../../context.ts';
import { whichRecord } from '../../db/record-scope.ts';
import { notifyMembers } from './notify-members.ts';
import { selectDueTasks } from './store.ts';

const mostAtOnce = 500;
/** What has been overdue for longer stands in the tasks, and is no news. */
const newsFor = 2 * 86_400_000;

/** Tells members of tasks that are due: at their instant, or when their day begins. Says whether more may be waiting. */
export async function notifyDueTasks(ctx: Ctx): Promise<boolean> {
  const tasks = await selectDueTasks(ctx, new Date(ctx.now.getTime() - newsFor), mostAtOnce);
  if (tasks.length === 0) return false;
  await tx(ctx, (ctx) =>
    notifyMembers(
      ctx,
      tasks.map(({ id, title, assigneeId, dueOn, key, contactId, accountId, dealId }) => {
        const about = { contactId, accountId, dealId };
        const when = dueOn === null ? 'Due now' : 'Due today';
        return {
          ...{ kind: 'task-due', key, memberIds: [assigneeId], object: 'task', objectId: id, about },
          text: whichRecord(about) === null ? `${when}: ${title}` : `${when}, about {who}: ${title}`,
        };
      }),
    ),
  );
  return false;
}
