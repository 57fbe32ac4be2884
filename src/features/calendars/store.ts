import type { Ctx } from '../../context.ts';
import type { WorkingHours } from '../../core/calendar/schema.ts';

export type NewCalendar = WorkingHours & { id: string; name: string; teamId: string | null; memberId: string | null };

export async function insertCalendar(ctx: Ctx, calendar: NewCalendar): Promise<void> {
  const { hours, closed, days, ...columns } = calendar;
  await ctx.db
    .insertInto('calendars')
    .values({
      workspaceId: ctx.workspace,
      ...columns,
      hours: JSON.stringify(hours),
      closed: JSON.stringify(closed),
      days: JSON.stringify(days),
      createdAt: ctx.now,
    })
    .execute();
}
