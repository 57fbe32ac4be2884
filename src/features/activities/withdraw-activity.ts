import { type Ctx, tx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { trackWork } from '../handoffs/track-work.ts';
import { actForReading } from '../notes/read-note.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { removeTouches } from '../touches/remove-touches.ts';
import { lockWithContact } from './edit-activity.ts';
import { readActivity } from './read-activity.ts';
import type { Activity } from './schema.ts';
import { updateActivity } from './store.ts';

/**
 * Withdraws an activity that did not happen. It stays on the timeline, with who withdrew it and why, and its touch goes, so
 * that scores and counts are again what they would be without it, and a promise that rested on it is open again. What was decided on it meanwhile stays decided.
 */
export async function withdrawActivity(ctx: Ctx, activityId: string, reason: string): Promise<Activity> {
  return tx(ctx, async (ctx) => {
    const reader = actForReading(ctx);
    const { touchId, at, contactId, kind, outcome } = await lockWithContact(ctx, reader, activityId);
    const withdrawnBy = ctx.actor.kind === 'member' ? ctx.actor.id : null;
    await trackWork(ctx, [contactId], () =>
      updateActivity(ctx, activityId, { withdrawnAt: ctx.now, withdrawnBy, withdrawnReason: reason }),
    );
    await removeTouches(ctx, [{ id: touchId, at: at.getTime() }]);
    await judgeEdited(ctx, 'contact', [contactId]);
    await recordChange(ctx, {
      verb: 'activity.withdrawn',
      object: 'activity',
      objectId: activityId,
      before: { contactId, kind, outcome, at: at.toISOString() },
      after: { withdrawnReason: reason },
    });
    return readActivity(reader, activityId);
  });
}
