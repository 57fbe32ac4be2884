import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { fitsKind } from '../../core/activity.ts';
import { applyChange } from '../../core/change.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound, requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { trackWork } from '../handoffs/track-work.ts';
import { actForReading } from '../notes/read-note.ts';
import { judgeEdited } from '../qualification/judge-edited.ts';
import { recordTouches } from '../touches/record-touches.ts';
import { removeTouches } from '../touches/remove-touches.ts';
import { toTouch } from './log-activities.ts';
import { readActivity } from './read-activity.ts';
import type { Activity, editActivity as contract } from './schema.ts';
import { findActivity, lockActivity, lockContact, updateActivity } from './store.ts';

/**
 * Corrects how an activity ended, how long it took or what was noted. Its touch says so from then on, under the same id and at
 * the same instant; whom it was with and when is not corrected, since people were judged by it.
 */
export async function editActivity(
  ctx: Ctx,
  activityId: string,
  version: number,
  given: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Activity> {
  return tx(ctx, async (ctx) => {
    const reader = actForReading(ctx);
    const row = requireVersion('activity', await lockWithContact(ctx, reader, activityId), version);
    if (given.outcome && !fitsKind(row.kind, given.outcome)) {
      const detail = 'An activity of this kind does not end so.';
      throw new BatonError('invalid', 'activity.outcome', detail, { errors: [{ pointer: '#/outcome', detail }] });
    }
    const { outcome, minutes, note } = row;
    const { next, changed } = applyChange({ outcome, minutes, note }, given);
    if (changed.length === 0) return readActivity(reader, activityId);
    await trackWork(ctx, [row.contactId], () => updateActivity(ctx, activityId, { ...next, editedAt: ctx.now }));
    if (changed.includes('outcome') || changed.includes('minutes')) {
      const [touch] = await removeTouches(ctx, [{ id: row.touchId, at: row.at.getTime() }]);
      if (touch === undefined) throw new Error('An activity has lost its touch');
      await recordTouches(ctx, [toTouch({ ...row, ...next }, touch.identityId)]);
      await judgeEdited(ctx, 'contact', [row.contactId]);
    }
    await recordChange(ctx, {
      verb: 'activity.edited',
      object: 'activity',
      objectId: activityId,
      before: { outcome, minutes, note },
      after: next,
    });
    return readActivity(reader, activityId);
  });
}

/** The person before the activity, as whoever logs one does; one that was withdrawn stays as it is. */
export async function lockWithContact(ctx: Ctx, reader: Ctx, activityId: string) {
  const { contactId } = requireFound('activity', await findActivity(reader, activityId));
  await lockContact(reader, contactId);
  const row = requireFound('activity', await lockActivity(ctx, reader, activityId));
  if (row.withdrawnAt === null) return row;
  throw new BatonError('conflict', 'activity.withdrawn', 'This activity was withdrawn. Log it anew if it happened.');
}
