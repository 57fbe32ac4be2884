import { deepest, writeJsonText } from './json-text.ts';

/** The calls of the tracking API that carry a message. Each has a path of its own and a short one: its first letter. */
export const messageTypes = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type MessageType = (typeof messageTypes)[number];

/** Bytes of one message as JSON. Segment takes 32 KB, but real clients exceed it, and a refusal would lose the data. */
export const largestMessage = 256 * 1024;
/** What a message may say of whom it is about. */
const ids = ['userId', 'anonymousId', 'groupId', 'previousId'] as const;
/** Characters of an id. Longer ones are no ids, and an index could not hold them. */
const longestId = 500;

/** What a batch says for all of its messages; a message's own word wins. */
export type Envelope = { type?: MessageType; context?: unknown; integrations?: unknown; sentAt?: unknown };

export type Message = {
  /** As the client gave it; null where it gave none. */
  messageId: string | null;
  happenedAt: Date | null;
  sentAt: Date | null;
  userAgent: string | null;
  /** JSON text: the message with what its batch says for all, without the write key. */
  body: string;
  /** Why it can never be processed as it is; null when it can. */
  fault: { code: string; problem: string } | null;
};

/**
 * Checks one message of the tracking API and reads what its storing needs. It never throws: what cannot be processed comes back with its fault and as much
 * of its text as fits, since the client could not correct it and its author must see it.
 *
 * @example
 * checkMessage({ type: 'track', event: 'Demo requested', userId: 7 }, {}).fault // null
 * checkMessage({ type: 'track', userId: '7' }, {}).fault?.code // 'message.no-event'
 */
export function checkMessage(given: unknown, envelope: Envelope): Message {
  if (!isRecord(given)) return faulty(null, given, 'message.not-an-object', 'A message must be a JSON object.');
  const { writeKey: _, ...own } = renameIds(given);
  const named = own.type ?? own.action;
  const type = envelope.type ?? (typeof named === 'string' ? named.trim().toLowerCase() : named);
  const merged: Record<string, unknown> = {
    ...own,
    type,
    ...mergeRecords('context', envelope.context, own.context),
    ...mergeRecords('integrations', envelope.integrations, own.integrations),
  };
  const context = isRecord(merged.context) ? merged.context : {};
  const body = writeJsonText(merged);
  const message = {
    messageId: readId(own.messageId),
    // Sent by a server that corrected `timestamp` already, the original is what belongs to `sentAt`.
    happenedAt: readInstant(own.originalTimestamp ?? own.timestamp),
    sentAt: readInstant(own.sentAt ?? envelope.sentAt),
    userAgent: typeof context.userAgent === 'string' ? context.userAgent : null,
    body: body ?? '',
    fault: null,
  };
  if (body === null) {
    return { ...message, fault: { code: 'message.too-deep', problem: `It is nested more than ${deepest} levels.` } };
  }
  // A character has at most three bytes in UTF-8: short texts need no counting.
  if (body.length * 3 > largestMessage && new TextEncoder().encode(body).length > largestMessage) {
    return { ...faulty(message, body, 'message.too-large', `It has more than ${largestMessage} bytes.`) };
  }
  return { ...message, fault: findFault(type, merged) };
}

/** Senders of mail events write ids with an underscore, and `action` for `type`, as Segment's own examples for them do. */
function renameIds(given: Record<string, unknown>): Record<string, unknown> {
  const renamed = { ...given };
  for (const name of ids) {
    const other = name.replace('Id', '_id');
    if (renamed[name] !== undefined || renamed[other] === undefined) continue;
    renamed[name] = renamed[other];
    delete renamed[other];
  }
  return renamed;
}

function findFault(type: unknown, message: Record<string, unknown>): Message['fault'] {
  if (!messageTypes.some((known) => known === type)) {
    return { code: 'message.unknown-type', problem: `"type" must be one of ${messageTypes.join(', ')}.` };
  }
  const long = ids.find((name) => (readId(message[name])?.length ?? 0) > longestId);
  if (long) return { code: 'message.id-too-long', problem: `"${long}" has more than ${longestId} characters.` };
  const has = (name: (typeof ids)[number]) => readId(message[name]) !== null;
  if (type === 'alias') {
    return has('previousId') && has('userId')
      ? null
      : { code: 'message.no-identity', problem: 'An alias needs "previousId" and "userId".' };
  }
  if (!(has('userId') || has('anonymousId'))) {
    return { code: 'message.no-identity', problem: 'It needs a "userId" or an "anonymousId".' };
  }
  if (type === 'track' && !(typeof message.event === 'string' && message.event.trim() !== '')) {
    return { code: 'message.no-event', problem: 'A track call needs the name of its "event".' };
  }
  if (type === 'group' && !has('groupId'))
    return { code: 'message.no-group', problem: 'A group call needs a "groupId".' };
  return null;
}

/**
 * An id as text: numbers are taken too, since databases of clients have them; blank is none.
 *
 * @example
 * readId(42) // '42'
 * readId('  ') // null
 */
export function readId(given: unknown): string | null {
  if (typeof given === 'number' && Number.isFinite(given)) return String(given);
  return typeof given === 'string' && given.trim() !== '' ? given : null;
}

/**
 * An instant as clients send it: ISO 8601, taken as UTC without an offset, or milliseconds since 1970. Null for anything
 * else and for years that no client means (before 1970, after 9999): the time of receipt counts then.
 *
 * @example
 * readInstant('2026-03-02T10:00:00+01:00')?.toISOString() // '2026-03-02T09:00:00.000Z'
 * readInstant('yesterday') // null
 */
export function readInstant(given: unknown): Date | null {
  let instant: Date;
  if (typeof given === 'number') {
    instant = new Date(given);
  } else {
    const text = typeof given === 'string' ? given.trim() : '';
    const parts = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?) ?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text);
    if (!parts) return null;
    const [, day, time = '00:00', offset = 'Z'] = parts;
    const fromUtc = offset.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2').toUpperCase();
    instant = new Date(`${day}T${time.replace(',', '.')}${fromUtc}`);
  }
  const at = instant.getTime();
  return at >= 0 && at < 253_402_300_800_000 ? instant : null;
}

/** As much of a message that is not stored whole as a person needs to recognise it. */
function faulty(message: Message | null, given: unknown, code: string, problem: string): Message {
  const text = typeof given === 'string' ? given : (writeJsonText(given) ?? '');
  return {
    messageId: null,
    happenedAt: null,
    sentAt: null,
    userAgent: null,
    ...message,
    body: text.slice(0, 10_000).toWellFormed(),
    fault: { code, problem },
  };
}

function mergeRecords(name: string, outer: unknown, inner: unknown): Record<string, unknown> {
  if (!isRecord(outer)) return {};
  if (inner !== undefined && inner !== null && !isRecord(inner)) return {};
  return { [name]: { ...outer, ...inner } };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
