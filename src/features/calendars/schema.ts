import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { HolidayRegion, WorkingHours } from '../../core/calendar/schema.ts';
import { contract } from '../../core/contract.ts';
import { Day, Empty, Id, Line } from '../../core/wire.ts';

/** Whose calendar it is. A clock uses the member's calendar, else the team's, else the workspace's. */
export const CalendarOwner = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('workspace') }),
  z.strictObject({ kind: z.literal('team'), teamId: Id }),
  z.strictObject({ kind: z.literal('member'), memberId: Id }),
]);
export type CalendarOwner = z.infer<typeof CalendarOwner>;

export const Calendar = WorkingHours.extend({
  id: Id,
  name: z.string(),
  owner: CalendarOwner,
  /** Open time of a week without holidays. */
  minutesPerWeek: z.int(),
  version: z.int(),
});
export type Calendar = z.infer<typeof Calendar>;

const CalendarParams = z.object({ calendarId: Id });
const write = {
  roles: { admin: 'all', head: 'department', lead: 'own', member: 'own' },
  scope: 'calendars:write',
} as const;
const exampleHours = {
  zone: 'Europe/Berlin',
  hours: { mon: ['09:00-12:30', '13:30-18:00'] },
  holidays: 'DE-BE',
  closed: ['2026-12-24'],
  days: { '2026-12-23': ['09:00-12:00'] },
};

export const listCalendars = contract({
  id: 'calendars.list',
  method: 'GET',
  path: '/api/calendars',
  summary: 'List the calendars of the workspace, its teams and its members.',
  access: { roles: everyRole('all'), scope: 'calendars:read' },
  response: z.object({ data: z.array(Calendar) }),
});

export const createCalendar = contract({
  id: 'calendars.create',
  method: 'POST',
  path: '/api/calendars',
  summary: 'Give a team or a member their own calendar.',
  access: write,
  body: WorkingHours.extend({ name: Line, owner: CalendarOwner }).strict(),
  response: Calendar,
  status: 201,
  example: { ...exampleHours, name: 'Early shift', owner: { kind: 'member', memberId: '{memberId}' } },
});

export const getCalendar = contract({
  id: 'calendars.get',
  method: 'GET',
  path: '/api/calendars/:calendarId',
  summary: 'Read one calendar.',
  access: { roles: everyRole('all'), scope: 'calendars:read' },
  params: CalendarParams,
  response: Calendar,
  versioned: 'read',
});

export const editCalendar = contract({
  id: 'calendars.edit',
  method: 'PUT',
  path: '/api/calendars/:calendarId',
  summary: 'Replace name and hours of a calendar. One without any open time is refused.',
  access: write,
  params: CalendarParams,
  body: WorkingHours.extend({ name: Line }).strict(),
  response: Calendar,
  versioned: 'edit',
  example: { ...exampleHours, name: 'Changed hours' },
});

export const deleteCalendar = contract({
  id: 'calendars.delete',
  method: 'DELETE',
  path: '/api/calendars/:calendarId',
  summary: "Delete a team's or a member's calendar; the wider one applies again.",
  access: write,
  params: CalendarParams,
  response: Empty,
  status: 204,
});

export const listHolidayRegions = contract({
  id: 'holidays.regions',
  method: 'GET',
  path: '/api/holidays/regions',
  summary: 'List the countries, states and regions whose public holidays are known.',
  access: 'signed-in',
  response: z.object({ data: z.array(z.object({ code: z.string(), name: z.string() })) }),
});

export const listHolidays = contract({
  id: 'holidays.list',
  method: 'GET',
  path: '/api/holidays',
  summary: 'List the public holidays of a region in a year.',
  access: 'signed-in',
  query: z.object({
    region: HolidayRegion,
    year: z.coerce.number().int().min(1970).max(2100),
  }),
  response: z.object({ data: z.array(z.object({ day: Day, name: z.string() })) }),
});
