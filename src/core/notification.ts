/** What members are told of, in the order in which they choose how. */
export const notificationKinds = [
  'lead-offered',
  'lead-reassigned',
  'key-moment',
  'promise-escalated',
  'rejection-to-answer',
  'rejection-answered',
  'rejection-contested',
  'rejection-decided',
  'lead-handed-back',
  'lead-woken',
  'mention',
  'task-due',
  'agreement',
  'agreement-to-confirm',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** `mail`: in Baton and by mail; `app`: in Baton only; `none`: not at all. */
export const notificationWays = ['mail', 'app', 'none'] as const;
export type NotificationWay = (typeof notificationWays)[number];

/** What comes often, or is nothing that waits for whoever is told, comes by mail only to those who wish it. */
const quiet: readonly NotificationKind[] = ['key-moment', 'rejection-answered', 'task-due'];

/**
 * How members are told of a kind unless they choose otherwise.
 *
 * @example
 * usualWay('lead-offered') // 'mail'
 */
export const usualWay = (kind: NotificationKind): NotificationWay => (quiet.includes(kind) ? 'app' : 'mail');
