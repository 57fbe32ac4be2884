import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { notificationKinds, notificationWays } from '../../core/notification.ts';
import { Id, Instant, PageQuery, page } from '../../core/wire.ts';

const Kind = z.enum(notificationKinds);
const Way = z.enum(notificationWays);

/** Who may read the records that notifications are about: as those of notes and of leads. */
export const readers = {
  roles: { ...everyRole('visible'), admin: 'all', head: 'all', lead: 'team', sponsor: 'all' },
} as const;

/** One thing that the caller is told. */
export const Notification = z.object({
  id: Id,
  kind: Kind,
  /** One plain sentence. */
  text: z.string(),
  /** What it leads to. */
  object: z.enum(['handoff', 'rejection', 'contact', 'account', 'deal', 'agreement', 'task', 'note']),
  objectId: Id,
  /** The record that it names, where the caller may still see that. */
  record: z.object({ kind: z.enum(['contact', 'account', 'deal']), id: Id, name: z.string() }).nullable(),
  at: Instant,
  readAt: Instant.nullable(),
});
export type Notification = z.infer<typeof Notification>;

export const listNotifications = contract({
  id: 'notifications.list',
  method: 'GET',
  path: '/api/notifications',
  summary: 'List what the caller was told, what is not read first, then the latest; and count what is not read.',
  access: readers,
  query: PageQuery,
  response: page(Notification).extend({ unread: z.int() }),
});

export const readNotifications = contract({
  id: 'notifications.read',
  method: 'POST',
  path: '/api/notifications/read',
  summary: 'Take note of notifications: of these, or of all.',
  access: readers,
  body: z.strictObject({ ids: z.array(Id).max(200).optional() }),
  response: z.object({ unread: z.int() }),
});

/** How the caller is told of each kind. */
export const NotificationSettings = z.object({
  data: z.array(z.object({ kind: Kind, way: Way, usual: Way })),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;

export const getNotificationSettings = contract({
  id: 'notification-settings.get',
  method: 'GET',
  path: '/api/notification-settings',
  summary: 'Read how the caller is told of each kind: in Baton and by mail, in Baton only, or not at all.',
  access: 'signed-in',
  response: NotificationSettings,
});

export const editNotificationSettings = contract({
  id: 'notification-settings.edit',
  method: 'PATCH',
  path: '/api/notification-settings',
  summary: 'Change how the caller is told of some kinds.',
  access: 'signed-in',
  body: z.strictObject({ ways: z.partialRecord(Kind, Way) }),
  response: NotificationSettings,
  example: { ways: { 'task-due': 'mail' } },
});
