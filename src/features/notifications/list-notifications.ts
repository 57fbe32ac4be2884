import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import type { CallOutput } from '../../core/contract.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Id, Instant } from '../../core/wire.ts';
import { whichRecord } from '../../db/record-scope.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { describeNotification } from './describe-notification.ts';
import type { listNotifications as contract, Notification } from './schema.ts';
import { countUnread, listRows } from './store.ts';

const Cursor = z.tuple([z.int(), Instant, Id]);

/** What the caller was told, what is not read first, and how much of all that is. */
export async function listNotifications(
  ctx: Ctx,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<CallOutput<typeof contract>> {
  const { id: memberId } = signedIn(ctx);
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const rows = await listRows(ctx, memberId, { after, limit: limit + 1 });
  const page = toPage(
    rows,
    limit,
    ({ readAt, at, id }) => [readAt === null ? 1 : 0, at.toISOString(), id],
    toNotification,
  );
  return { ...page, unread: await countUnread(ctx, memberId) };
}

type Row = Awaited<ReturnType<typeof listRows>>[number];

function toNotification(row: Row): Notification {
  const { id, kind, object, objectId, at, readAt, isKnown, recordName } = row;
  const record = isKnown ? whichRecord(row) : null;
  return {
    ...{ id, kind, text: describeNotification(row, isKnown), object: object as Notification['object'], objectId },
    record: record === null ? null : { ...record, name: recordName ?? '' },
    at: at.toISOString(),
    readAt: readAt?.toISOString() ?? null,
  };
}
