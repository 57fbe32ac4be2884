import { type Ctx, tx } from '../../context.ts';
import type { WorkingHours } from '../../core/calendar/schema.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { recomputeClocks } from '../clocks/recompute-clocks.ts';
import { checkHours } from './check-hours.ts';
import { readCalendar } from './read-calendars.ts';
import type { Calendar } from './schema.ts';
import { updateCalendar } from './store.ts';
import { loadForWrite } from './write-right.ts';

/** Replaces name and hours. Clocks that run are computed anew from their start; what has ended stays as it was judged. */
export async function editCalendar(
  ctx: Ctx,
  calendarId: string,
  version: number,
  values: WorkingHours & { name: string },
): Promise<Calendar> {
  return tx(ctx, async (ctx) => {
    const before = requireVersion('calendar', await loadForWrite(ctx, calendarId), version);
    await checkHours(values, ctx.now);
    await updateCalendar(ctx, calendarId, values);
    const { name, zone, hours, holidays, closed, days } = before;
    await recordChange(ctx, {
      verb: 'calendar.edited',
      object: 'calendar',
      objectId: calendarId,
      before: { name, zone, hours, holidays, closed, days },
      after: values,
    });
    await recomputeClocks(ctx, calendarId);
    return readCalendar(ctx, calendarId);
  });
}
