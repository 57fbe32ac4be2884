import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { readId } from '../../core/capture/check-message.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Instant } from '../../core/wire.ts';
import { readSource } from '../sources/read-source.ts';
import type { listMessages as contract, ReceivedMessage } from './schema.ts';
import { selectMessages } from './store.ts';

const Cursor = z.tuple([Instant, z.int()]);

/** One page of what a source sent, the newest first. */
export async function listMessages(
  ctx: Ctx,
  sourceId: string,
  { cursor, limit }: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: ReceivedMessage[]; nextCursor: string | null }> {
  await readSource(ctx, sourceId);
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await selectMessages(ctx, sourceId, { after, limit: limit + 1 });
  return toPage(rows, limit, (row) => [row.receivedAt.toISOString(), row.seq], toMessage);
}

function toMessage(row: Awaited<ReturnType<typeof selectMessages>>[number]): ReceivedMessage {
  const { seq, messageId, body, receivedAt, happenedAt, sentAt } = row;
  return {
    seq,
    messageId,
    type: String(body.type),
    name: readId(body.event) ?? readId(body.name),
    userId: readId(body.userId),
    anonymousId: readId(body.anonymousId),
    receivedAt: receivedAt.toISOString(),
    happenedAt: happenedAt?.toISOString() ?? null,
    sentAt: sentAt?.toISOString() ?? null,
    body,
  };
}
