import { z } from 'zod';
import type { Ctx } from '../../context.ts';
import { decodeCursor, toPage } from '../../core/cursor.ts';
import { BatonError } from '../../core/errors.ts';
import { Id, Instant } from '../../core/wire.ts';
import { findAsked } from './find-asked.ts';
import type { listPromiseRecords as contract, PromiseRecord } from './schema.ts';
import { listCases, selectCases } from './store.ts';

const Cursor = z.tuple([Instant, Id]);

/** One page of the records behind a figure: see the contract. Throws `promise.not-found` for a clause that promises nothing. */
export async function listRecords(
  ctx: Ctx,
  clause: string,
  query: z.output<NonNullable<(typeof contract)['query']>>,
): Promise<{ data: PromiseRecord[]; nextCursor: string | null }> {
  const { cursor, limit, state = null, department = null, ...span } = query;
  const after = cursor === undefined ? null : decodeCursor(Cursor, cursor);
  const asked = await findAsked(ctx, span);
  const promise = asked?.promises.find((one) => one.clause === clause);
  if (promise === undefined) {
    throw new BatonError('not-found', 'promise.not-found', 'The agreement in force has no promise at this place.');
  }
  const cases = selectCases(ctx, promise);
  const rows = cases === null ? [] : await listCases(ctx, cases, { state, department }, { after, limit: limit + 1 });
  return toPage(
    rows,
    limit,
    (row) => [row.at.toISOString(), row.id],
    (row): PromiseRecord => ({
      ...{ id: row.id, state: row.state, at: row.at.toISOString(), handoffId: row.handoffId },
      dueAt: row.dueAt?.toISOString() ?? null,
      answeredAt: row.answeredAt?.toISOString() ?? null,
      contact: { id: row.contactId, name: row.contactName },
      account: row.accountId === null ? null : { id: row.accountId, name: row.accountName ?? '' },
      member: row.memberId === null ? null : { id: row.memberId, name: row.memberName ?? '' },
      ...{ rejectionId: row.rejectionId, reason: row.reason, version: row.versionNumber },
      value: row.value === null ? null : Number(row.value),
    }),
  );
}
