import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { Instant } from '../../core/wire.ts';
import type { OutboxMail } from './schema.ts';
import { type ListedMail, listMails } from './store.ts';

const Cursor = z.tuple([Instant, z.uuid()]);

/** @param hasSmtp whether this Baton can send mail at all */
export async function listOutbox(ctx: Ctx, query: { cursor?: string | undefined; limit: number }, hasSmtp: boolean) {
  const after = query.cursor === undefined ? null : decodeCursor(Cursor, query.cursor);
  const rows = await listMails(ctx, query.limit + 1, after);
  return toPage(
    rows,
    query.limit,
    (row) => [row.createdAt.toISOString(), row.id],
    (row) => toOutboxMail(row, hasSmtp),
  );
}

export function toOutboxMail(row: ListedMail, hasSmtp: boolean): OutboxMail {
  const { id, to, subject, attempts, problem, createdAt, sentAt, failedAt } = row;
  return {
    id,
    to,
    subject,
    status: sentAt ? 'sent' : failedAt ? 'failed' : hasSmtp ? 'waiting' : 'no-smtp',
    attempts,
    problem,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  };
}
