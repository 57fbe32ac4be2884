import { readIdentifier } from '../identity/identifier.ts';
import { readId } from './check-message.ts';

/** What Baton leaves out or changes of what a source sends, and counts: the message is taken, or was never meant to be. */
export const noticeCodes = [
  'robot',
  'prefetch',
  'privacy-dropped',
  'privacy-denied',
  'old-key',
  'no-message-id',
  'id-refused',
  'time-unreadable',
  'time-in-future',
  'browser-shared',
  'address-of-another',
  'former-id-taken',
] as const;
export type NoticeCode = (typeof noticeCodes)[number];

/** A clock that is wrong by less is put right without a word. */
const dayAhead = 86_400_000;

/**
 * What will be changed of a message that is taken: ids that name nobody are left out, times that cannot be or lie more than
 * a day ahead give way to the time of receipt, and without an id of its own a message cannot be told from its repetition.
 *
 * @param message as sent
 * @param times what was read of it and when it came, epoch milliseconds
 * @example
 * findNotices({ userId: 'null', messageId: 'm' }, { happenedAt: null, sentAt: null, receivedAt: 0 }) // ['id-refused']
 */
export function findNotices(
  message: Readonly<Record<string, unknown>>,
  { happenedAt, sentAt, receivedAt }: { happenedAt: number | null; sentAt: number | null; receivedAt: number },
): NoticeCode[] {
  const notices: NoticeCode[] = [];
  if (readId(message.messageId) === null) notices.push('no-message-id');
  if (isRefused(message.userId) || isRefused(message.anonymousId)) notices.push('id-refused');
  const told = message.originalTimestamp ?? message.timestamp;
  if (happenedAt === null && told !== undefined && told !== null) notices.push('time-unreadable');
  if (happenedAt !== null && happenedAt - (sentAt ?? receivedAt) > dayAhead) notices.push('time-in-future');
  return notices;
}

/** Nothing at all is no mistake: browsers send null before somebody is known. */
const isRefused = (id: unknown): boolean =>
  id !== undefined && id !== null && id !== '' && readIdentifier(id).refused !== null;
