import { createHash, randomUUID } from 'node:crypto';
import type { Ctx } from '../../context.ts';
import type { SourceActor } from '../../core/actor.ts';
import { checkMessage, type Envelope } from '../../core/capture/check-message.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import type { Exchange } from '../../http/route.ts';
import type { MessageQueue } from './queue-messages.ts';
import { received } from './schema.ts';
import type { NewMessage } from './store.ts';
import { suppressRobot, suppressVisit } from './suppress-visit.ts';
import type { Allowances } from './take-tokens.ts';

export type Intake = { queue: MessageQueue; allowances: Allowances };

/** `isPast`: the times of the messages are right as they stand and are not corrected by when they were sent. */
type Sent = { messages: readonly unknown[]; envelope: Envelope; isPast?: boolean };

/** Takes the messages of one request. It answers after their commit; what can never be processed is parked, not refused. */
export async function receiveMessages(
  ctx: Ctx,
  { queue, allowances }: Intake,
  { messages, envelope, isPast = false }: Sent,
  exchange: Exchange,
): Promise<typeof received> {
  const source = requireSource(ctx);
  if (suppressVisit(source, exchange)) return received;
  const wait = allowances.take(source.id, messages.length, ctx.now);
  if (wait > 0) {
    throw new BatonError('too-many', 'source.too-many', `This source sends too much. Go on in ${wait} s.`, {
      retryAfter: wait,
      resetsAt: new Date(ctx.now.getTime() + wait * 1000),
    });
  }
  // Where a program passes messages on, its own address and agent are nobody's.
  const isVisitor = source.sends === 'website';
  const rows = messages.flatMap((given): NewMessage[] => {
    const message = checkMessage(given, envelope);
    const userAgent = message.userAgent ?? (isVisitor ? exchange.userAgent : null);
    if (suppressRobot(source, userAgent ?? '')) return [];
    const messageId = nameMessage(message.messageId);
    const { happenedAt, body, fault } = message;
    return [
      {
        sourceId: source.id,
        messageId,
        messageHash: hashMessage(messageId),
        receivedAt: ctx.now,
        happenedAt,
        sentAt: isPast ? null : message.sentAt,
        address: isVisitor ? exchange.address : null,
        userAgent: userAgent?.slice(0, 500).toWellFormed().replaceAll('\0', '\ufffd') ?? null,
        body,
        fault: fault && { id: newId(ctx.now), ...fault },
      },
    ];
  });
  await queue.store(ctx, rows);
  return received;
}

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
export const hashMessage = (messageId: string): Buffer => createHash('sha256').update(messageId).digest();

/** The rule of the route lets nobody else in; this holds should a rule ever be loosened. */
function requireSource({ actor }: Ctx): SourceActor {
  if (actor.kind === 'source') return actor;
  throw new BatonError('forbidden', 'source.required', 'Only a source can send messages.');
}
