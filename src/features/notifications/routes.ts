import type { Page } from '../../http/page.ts';
import { type Route, route } from '../../http/route.ts';
import { editSettings, readSettings } from './edit-settings.ts';
import { listNotifications as list } from './list-notifications.ts';
import { readNotifications as read } from './read-notifications.ts';
import { editNotificationSettings, getNotificationSettings, listNotifications, readNotifications } from './schema.ts';
import { askUnsubscribe, unsubscribeMember } from './unsubscribe-member.ts';

export const notificationRoutes: Route[] = [
  route(listNotifications, (ctx, { query }) => list(ctx, query)),
  route(readNotifications, (ctx, { body }) => read(ctx, body)),
  route(getNotificationSettings, readSettings),
  route(editNotificationSettings, (ctx, { body }) => editSettings(ctx, body)),
];

/** The page behind the link of a mail: for whoever has it. */
export const notificationPages: Page[] = [
  { method: 'GET', path: '/unsubscribe', run: askUnsubscribe },
  { method: 'POST', path: '/unsubscribe', anyBody: true, run: unsubscribeMember },
];
