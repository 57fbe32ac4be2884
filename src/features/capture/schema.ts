import { z } from 'zod';
import { type MessageType, messageTypes } from '../../core/capture/check-message.ts';
import { noticeCodes } from '../../core/capture/find-notices.ts';
import { contract } from '../../core/contract.ts';
import { Id, Instant, PageQuery, page } from '../../core/wire.ts';

/** Segment takes 500 KB, but real clients exceed it, and a refusal would lose their data for good. */
const bodyLimit = 5 * 1024 * 1024;

const Received = z.object({ success: z.literal(true) });
/** What Segment answers. */
export const received: z.infer<typeof Received> = { success: true };
const Message = z.looseObject({});
const Batch = z.looseObject({
  batch: z.array(z.unknown()).max(10_000, 'Please send at most 10,000 messages at once.'),
});
/** Never keyed: a message carries its own id, by which it is stored once. */
const sent = {
  method: 'POST',
  access: 'write-key',
  response: Received,
  keyed: false,
  crossSite: { bodyLimit },
} as const;

const example = { anonymousId: 'visitor-1', messageId: 'message-1', event: 'Demo requested' };

const messageCall = (type: MessageType, path: `/v1/${string}`, id: string) =>
  contract({ ...sent, id, path, summary: `Send one ${type} message.`, body: Message, example });
type MessageCall = ReturnType<typeof messageCall>;

/** Each type of message with its long path and the one-letter path of browser clients. */
export const messageCalls: readonly { type: MessageType; contract: MessageCall }[] = messageTypes.flatMap((type) => [
  { type, contract: messageCall(type, `/v1/${type}`, `tracking.${type}`) },
  { type, contract: messageCall(type, `/v1/${type.charAt(0)}`, `tracking.${type}-short`) },
]);

const batchCall = (path: `/v1/${string}`, id: string, summary: string) =>
  contract({ ...sent, id, path, summary, body: Batch, example: { batch: [{ type: 'track', ...example }] } });

export const sendBatch = batchCall('/v1/batch', 'tracking.batch', 'Send messages of any type.');
export const sendBatchShort = batchCall('/v1/b', 'tracking.batch-short', 'Send messages of any type.');
export const importBatch = batchCall(
  '/v1/import',
  'tracking.import',
  'Send messages of the past, whose times are right.',
);

export const dropMetrics = contract({
  id: 'tracking.metrics',
  method: 'POST',
  path: '/v1/m',
  summary: 'Take what browser clients say of themselves, and drop it.',
  access: 'public',
  response: Received,
  crossSite: { bodyLimit },
});

export const sendPixel = contract({
  id: 'tracking.pixel',
  method: 'GET',
  path: '/v1/pixel/track',
  summary: 'Send one track message in the address of a picture: JSON in base64 as `data`.',
  access: 'write-key',
  query: z.object({ data: z.string().max(16_384), writeKey: z.string().optional() }),
  response: z.string(),
  picture: 'image/gif',
  crossSite: { bodyLimit },
});

export const getClientSettings = contract({
  id: 'tracking.settings',
  method: 'GET',
  path: '/v1/projects/:writeKey/settings',
  summary: "Read what Segment's browser client must know to send its messages here.",
  access: 'write-key',
  params: z.object({ writeKey: z.string() }),
  response: z.looseObject({ integrations: z.record(z.string(), z.looseObject({})) }),
  crossSite: { bodyLimit },
});

/** A message that could not be stored or understood, whole where that was possible. */
export const Fault = z.object({
  id: Id,
  code: z.string(),
  problem: z.string(),
  body: z.string(),
  receivedAt: Instant,
  resolvedAt: Instant.nullable(),
});
export type Fault = z.infer<typeof Fault>;

/** A message as it was received. */
export const ReceivedMessage = z.object({
  seq: z.int(),
  messageId: z.string(),
  type: z.string(),
  /** The event of a track call, the name of a page or screen. */
  name: z.string().nullable(),
  userId: z.string().nullable(),
  anonymousId: z.string().nullable(),
  receivedAt: Instant,
  happenedAt: Instant.nullable(),
  sentAt: Instant.nullable(),
  body: z.record(z.string(), z.unknown()),
});
export type ReceivedMessage = z.infer<typeof ReceivedMessage>;

const inspect = { roles: { admin: 'all', head: 'all' }, scope: 'sources:read' } as const;
const SourceParams = z.object({ sourceId: Id });

export const listMessages = contract({
  id: 'sources.events',
  method: 'GET',
  path: '/api/sources/:sourceId/events',
  summary: 'List the messages of a source that are still kept, the newest first.',
  access: inspect,
  params: SourceParams,
  query: PageQuery,
  response: page(ReceivedMessage),
});

export const listFaults = contract({
  id: 'sources.faults',
  method: 'GET',
  path: '/api/sources/:sourceId/faults',
  summary: 'List the messages of a source that could not be taken, the newest first.',
  access: inspect,
  params: SourceParams,
  query: PageQuery.extend({ open: z.stringbool().default(true) }),
  response: page(Fault),
});

/** What was left out or changed of what a source sent, in the last 30 days. */
export const Notice = z.object({
  code: z.enum(noticeCodes),
  count: z.int(),
  lastAt: Instant,
  /** The start of the newest such message; null where it is not kept. */
  example: z.string().nullable(),
});
export type Notice = z.infer<typeof Notice>;

export const listNotices = contract({
  id: 'sources.notices',
  method: 'GET',
  path: '/api/sources/:sourceId/notices',
  summary: 'Count what was left out or changed of what a source sent in the last 30 days, by reason.',
  access: inspect,
  params: SourceParams,
  response: z.object({ data: z.array(Notice) }),
});

export const resendFault = contract({
  id: 'faults.resend',
  method: 'POST',
  path: '/api/faults/:faultId/resend',
  summary: 'Send a message again, corrected.',
  access: { ...inspect, scope: 'sources:write' },
  params: z.object({ faultId: Id }),
  body: z.strictObject({ message: z.looseObject({}) }),
  response: Fault,
  example: { message: { type: 'page', anonymousId: 'visitor-1' } },
});
