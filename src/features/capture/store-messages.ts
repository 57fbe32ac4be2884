import type { Ctx } from '../../context.ts';
import { checkMessage } from '../../core/capture/check-message.ts';
import { newId } from '../../db/ids.ts';
import type { MessageQueue } from './queue-messages.ts';
import { hashMessage } from './receive-messages.ts';
import type { NewMessage } from './store.ts';

/** A message of the tracking API that Baton itself says, such as that of a form that it hosts. */
export type OwnMessage = { messageId: string } & Record<string, unknown>;

/** Stores messages as if their source had sent them just now; their times are right as they stand. The same id again is one. */
export async function storeMessages(
  ctx: Ctx,
  queue: MessageQueue,
  sender: { sourceId: string; address: string; userAgent: string },
  messages: readonly OwnMessage[],
): Promise<void> {
  const { sourceId, address } = sender;
  const userAgent = sender.userAgent.slice(0, 500).toWellFormed().replaceAll('\0', '\ufffd');
  const rows = messages.map((given): NewMessage => {
    const { happenedAt, body, fault } = checkMessage(given, {});
    const { messageId } = given;
    return {
      ...{ sourceId, messageId, messageHash: hashMessage(messageId), address, userAgent, happenedAt, body },
      receivedAt: ctx.now,
      sentAt: null,
      fault: fault && { id: newId(ctx.now), ...fault },
    };
  });
  await queue.store(ctx, rows);
}
