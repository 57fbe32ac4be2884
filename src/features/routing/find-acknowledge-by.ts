import type { Ctx } from '../../context.ts';
import { dueAfterBusinessDays } from '../../core/clock/business-days.ts';
import type { CalendarBook } from '../calendars/load-calendars.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';

/** The last instant that a date can be: the grace of an agreement whose calendar never opens does not end. */
const endOfTime = 8_640_000_000_000_000;

/**
 * Until when leads still come to members who have not confirmed the agreement that came into force at `from`, in epoch
 * milliseconds: so many business days as the workspace sets, so that a new agreement never routes to nobody.
 */
export async function findAcknowledgeBy(ctx: Ctx, from: number, calendars: CalendarBook): Promise<number> {
  const { acknowledgeDays } = await readWorkspace(ctx);
  if (acknowledgeDays === 0) return from;
  const applied = calendars(null, null);
  if (applied === null) return endOfTime;
  return dueAfterBusinessDays(applied.calendar, from, acknowledgeDays).due ?? endOfTime;
}
