import { recordChange } from '../audit/record-change.ts';
import type { HandoverPart } from '../members/handover.ts';
import { dueWhen } from './check-assignee.ts';
import { findZone, giveTasks, listOpen } from './store.ts';

/** What somebody had still to do. A day stays that day, now of the successor. */
export const taskHandovers: readonly HandoverPart[] = [
  {
    kind: 'tasks',
    label: 'Open tasks',
    count: async (ctx, memberId) => (await listOpen(ctx, memberId)).length,
    async move(ctx, fromId, toId) {
      const zone = await findZone(ctx, toId);
      const tasks = await listOpen(ctx, fromId);
      await giveTasks(
        ctx,
        toId,
        tasks.map(({ id, ...due }) => ({ id, dueAt: dueWhen(zone, due) })),
      );
      await recordChange(ctx, {
        verb: 'tasks.handed-over',
        object: 'member',
        objectId: fromId,
        before: { memberId: fromId },
        after: { memberId: toId, tasks: tasks.map(({ id }) => id) },
      });
    },
  },
];
