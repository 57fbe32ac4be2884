import { type Ctx, tx } from '../../context.ts';
import type { WorkingHours } from '../../core/calendar/schema.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { checkHours } from './check-hours.ts';
import type { CalendarOwner } from './schema.ts';
import { insertCalendar } from './store.ts';

/**
 * Adds the calendar of the workspace, a team or a member. Throws `calendar.invalid` with every problem at its field, and
 * `calendar.exists` when the owner has one.
 */
export async function addCalendar(
  ctx: Ctx,
  calendar: WorkingHours & { name: string; owner: CalendarOwner },
): Promise<{ id: string }> {
  await checkHours(calendar, ctx.now);
  return tx(ctx, async (ctx) => {
    const id = newId(ctx.now);
    const { owner, ...values } = calendar;
    const isNew = await insertCalendar(ctx, {
      id,
      ...values,
      teamId: owner.kind === 'team' ? owner.teamId : null,
      memberId: owner.kind === 'member' ? owner.memberId : null,
    });
    if (!isNew) {
      throw new BatonError(
        'conflict',
        'calendar.exists',
        `This ${owner.kind} has a calendar already. Change that one.`,
      );
    }
    await recordChange(ctx, { verb: 'calendar.added', object: 'calendar', objectId: id, after: calendar });
    return { id };
  });
}
