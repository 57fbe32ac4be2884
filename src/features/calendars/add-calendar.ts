import { type Ctx, tx } from '../../context.ts';
import { findHoursProblems } from '../../core/calendar/hours.ts';
import type { WorkingHours } from '../../core/calendar/schema.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import type { CalendarOwner } from './schema.ts';
import { insertCalendar } from './store.ts';

/** Adds the calendar of the workspace, a team or a member. Throws `calendar.invalid` with every problem at its field. */
export async function addCalendar(
  ctx: Ctx,
  calendar: WorkingHours & { name: string; owner: CalendarOwner },
): Promise<{ id: string }> {
  refuseBadHours(calendar);
  return tx(ctx, async (ctx) => {
    const id = newId(ctx.now);
    const { owner, ...values } = calendar;
    await insertCalendar(ctx, {
      id,
      ...values,
      teamId: owner.kind === 'team' ? owner.teamId : null,
      memberId: owner.kind === 'member' ? owner.memberId : null,
    });
    await recordChange(ctx, { verb: 'calendar.added', object: 'calendar', objectId: id, after: calendar });
    return { id };
  });
}

export function refuseBadHours(hours: WorkingHours): void {
  const errors = findHoursProblems(hours);
  if (errors.length === 0) return;
  throw new BatonError('invalid', 'calendar.invalid', errors[0]?.detail ?? 'The calendar has problems.', { errors });
}
