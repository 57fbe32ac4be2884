import type { Ctx } from '../../context.ts';
import { minutesPerWeek } from '../../core/calendar/hours.ts';
import { requireFound } from '../../core/version.ts';
import type { Calendar, CalendarOwner } from './schema.ts';
import { type CalendarRow, findCalendar, listCalendars } from './store.ts';

/** All calendars: a workspace has few, and a form needs to know all. */
export async function readCalendars(ctx: Ctx): Promise<{ data: Calendar[] }> {
  return { data: (await listCalendars(ctx)).map(toCalendar) };
}

export async function readCalendar(ctx: Ctx, calendarId: string): Promise<Calendar> {
  return toCalendar(requireFound('calendar', await findCalendar(ctx, calendarId)));
}

function toCalendar(row: CalendarRow): Calendar {
  const { id, name, zone, hours, holidays, closed, days, version } = row;
  const minutes = minutesPerWeek({ hours });
  return { id, name, owner: ownerOf(row), zone, hours, holidays, closed, days, minutesPerWeek: minutes, version };
}

function ownerOf({ teamId, memberId }: CalendarRow): CalendarOwner {
  if (teamId !== null) return { kind: 'team', teamId };
  return memberId === null ? { kind: 'workspace' } : { kind: 'member', memberId };
}
