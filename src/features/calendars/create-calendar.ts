import { type Ctx, tx } from '../../context.ts';
import type { WorkingHours } from '../../core/calendar/schema.ts';
import { addCalendar } from './add-calendar.ts';
import { readCalendar } from './read-calendars.ts';
import type { Calendar, CalendarOwner } from './schema.ts';
import { requireOwner } from './write-right.ts';

/** Gives a team or a member their own calendar, as far as the actor reaches. */
export async function createCalendar(
  ctx: Ctx,
  body: WorkingHours & { name: string; owner: CalendarOwner },
): Promise<Calendar> {
  return tx(ctx, async (ctx) => {
    await requireOwner(ctx, body.owner);
    const { id } = await addCalendar(ctx, body);
    return readCalendar(ctx, id);
  });
}
