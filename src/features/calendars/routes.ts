import { type Route, route } from '../../http/route.ts';
import { createCalendar } from './create-calendar.ts';
import { editCalendar } from './edit-calendar.ts';
import { readCalendar, readCalendars } from './read-calendars.ts';
import { readHolidayRegions, readHolidays } from './read-holidays.ts';
import { removeCalendar } from './remove-calendar.ts';
import * as contracts from './schema.ts';

export const calendarRoutes: Route[] = [
  route(contracts.listCalendars, (ctx) => readCalendars(ctx)),
  route(contracts.createCalendar, (ctx, { body }) => createCalendar(ctx, body)),
  route(contracts.getCalendar, (ctx, { params }) => readCalendar(ctx, params.calendarId)),
  route(contracts.editCalendar, (ctx, { params, body, version }) =>
    editCalendar(ctx, params.calendarId, version, body),
  ),
  route(contracts.deleteCalendar, async (ctx, { params }) => {
    await removeCalendar(ctx, params.calendarId);
    return {};
  }),
  route(contracts.listHolidayRegions, () => readHolidayRegions()),
  route(contracts.listHolidays, (_ctx, { query }) => readHolidays(query.region, query.year)),
];
