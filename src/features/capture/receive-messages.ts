import { hash, randomUUID } from 'node:crypto';
import type { Ctx } from '../../context.ts';
import type { SourceActor } from '../../core/actor.ts';
import { checkMessage, type Envelope } from '../../core/capture/check-message.ts';
import { denyAnalytics } from '../../core/capture/deny-analytics.ts';
import { findNotices } from '../../core/capture/find-notices.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import type { Exchange } from '../../http/route.ts';
import type { Notices } from './note-messages.ts';
import type { MessageQueue } from './queue-messages.ts';
import { received } from './schema.ts';
import type { NewMessage } from './store.ts';
import { deniesAnalytics, suppressRobot, suppressVisit } from './suppress-visit.ts';
import type { Allowances } from './take-tokens.ts';

export type Intake = { queue: MessageQueue; allowances: Allowances; notices: Notices };

/** `isPast`: the times of the messages are right as they stand and are not corrected by when they were sent. */
type Sent = { messages: readonly unknown[]; envelope: Envelope; isPast?: boolean };

/** Takes the messages of one request. It answers after their commit; what can never be processed is parked, not refused. */
export async function receiveMessages(
  ctx: Ctx,
  intake: Intake,
  sent: Sent,
  exchange: Exchange,
): Promise<typeof received> {
  const source = requireSource(ctx);
  const { queue, allowances, notices } = intake;
  const suppressed = suppressVisit(source, exchange);
  if (suppressed !== null) {
    notices.note(ctx, source.id, suppressed, null, sent.messages.length);
    await notices.write(ctx);
    return received;
  }
  const wait = allowances.take(source.id, sent.messages.length, ctx.now);
  if (wait > 0) {
    throw new BatonError('too-many', 'source.too-many', `This source sends too much. Go on in ${wait} s.`, {
      retryAfter: wait,
      resetsAt: new Date(ctx.now.getTime() + wait * 1000),
    });
  }
  if (source.usesOldKey)
    notices.note(ctx, source.id, 'old-key', exchange.header('referer') ?? null, sent.messages.length);
  const denied = deniesAnalytics(source, exchange);
  const rows = sent.messages.flatMap((given) => {
    const heard = denied && isRecord(given) ? denyAnalytics(given, sent.envelope.type) : given;
    if (heard !== null) return takeMessage(ctx, source, intake, { ...sent, given: heard, denied }, exchange);
    notices.note(ctx, source.id, 'privacy-denied');
    return [];
  });
  await queue.store(ctx, rows);
  await notices.write(ctx);
  return received;
}

/** One message as it is stored; none where a robot sent it. */
function takeMessage(
  ctx: Ctx,
  source: SourceActor,
  { notices }: Intake,
  { given, envelope, isPast = false, denied }: Omit<Sent, 'messages'> & { given: unknown; denied: boolean },
  exchange: Exchange,
): NewMessage[] {
  // Where a program passes messages on, its own address and agent are nobody's.
  const isVisitor = source.sends === 'website';
  const message = checkMessage(given, denied ? { ...envelope, context: undefined } : envelope);
  const userAgent = message.userAgent ?? (isVisitor ? exchange.userAgent : null);
  if (suppressRobot(source, userAgent ?? '')) {
    notices.note(ctx, source.id, 'robot', userAgent);
    return [];
  }
  const messageId = nameMessage(message.messageId);
  const { happenedAt, body, fault } = message;
  const sentAt = isPast ? null : message.sentAt;
  if (fault === null && isRecord(given)) {
    const [happened, receivedAt] = [happenedAt?.getTime() ?? null, ctx.now.getTime()];
    for (const code of findNotices(given, { happenedAt: happened, sentAt: sentAt?.getTime() ?? null, receivedAt })) {
      notices.note(ctx, source.id, code, body);
    }
  }
  return [
    {
      sourceId: source.id,
      messageId,
      messageHash: hashMessage(messageId),
      receivedAt: ctx.now,
      happenedAt,
      sentAt,
      address: isVisitor && !denied ? exchange.address : null,
      userAgent: denied ? null : (userAgent?.slice(0, 500).toWellFormed().replaceAll('\0', '\ufffd') ?? null),
      body,
      fault: fault && { id: newId(ctx.now), ...fault },
    },
  ];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The id under which a message is stored: its own; where that is longer than any client makes it, or no text that a
 * database holds, its hash. Without one it gets one by chance and not from its content, as with Segment: the same call
 * twice is two touches.
 */
function nameMessage(given: string | null): string {
  if (given === null) return randomUUID();
  const isText = given.length <= 200 && given.isWellFormed() && !given.includes('\0');
  return isText ? given : `sha256:${hashMessage(given).toString('hex')}`;
}

/** What stands for a message id for ever: ids may be long, and only need to be equal or not. */
export const hashMessage = (messageId: string): Buffer => hash('sha256', messageId, 'buffer');

/** The rule of the route lets nobody else in; this holds should a rule ever be loosened. */
function requireSource({ actor }: Ctx): SourceActor {
  if (actor.kind === 'source') return actor;
  throw new BatonError('forbidden', 'source.required', 'Only a source can send messages.');
}
