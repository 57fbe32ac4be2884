import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { recordChange } from '../audit/record-change.ts';
import { recomputeClocks } from '../clocks/recompute-clocks.ts';
import { deleteCalendar } from './store.ts';
import { loadForWrite } from './write-right.ts';

/**
 * Removes a team's or a member's calendar; the wider one applies again, and that of the agreement to clocks that run on it. The
 * workspace's stays: clocks need one.
 */
export async function removeCalendar(ctx: Ctx, calendarId: string): Promise<void> {
  await tx(ctx, async (ctx) => {
    const { name, teamId, memberId, zone, hours, holidays, closed, days } = await loadForWrite(ctx, calendarId);
    if (teamId === null && memberId === null) {
      throw new BatonError(
        'conflict',
        'calendar.of-workspace',
        "The workspace's calendar cannot be deleted: every clock falls back on it. Change its hours instead.",
      );
    }
    await deleteCalendar(ctx, calendarId);
    await recordChange(ctx, {
      verb: 'calendar.removed',
      object: 'calendar',
      objectId: calendarId,
      before: { name, teamId, memberId, zone, hours, holidays, closed, days },
    });
    await recomputeClocks(ctx, calendarId);
  });
}
