import { sql } from 'kysely';
import type { Ctx } from '../../context.ts';

type Lease = { reader: string; fence: number; xid: string; seq: number };

/** What no transaction that still writes can precede. */
const settled = sql<boolean>`xid < pg_snapshot_xmin(pg_current_snapshot())`;

/** One statement that only reads while nothing is waiting or somebody else has the lease. */
export async function takeLease(ctx: Ctx, reader: string, until: Date): Promise<Lease | null> {
  const { rows } = await sql<{ fence: number; xid: string; seq: number }>`
    insert into cursors as c (workspace_id, name, lease_until, fence)
    select ${ctx.workspace}::uuid, ${reader}, ${until}::timestamptz, 1
    where exists (
      select from inbound i
      where i.workspace_id = ${ctx.workspace} and ${settled} and (i.xid, i.seq) > (
        coalesce((select xid from cursors where workspace_id = ${ctx.workspace} and name = ${reader}), '0'),
        coalesce((select seq from cursors where workspace_id = ${ctx.workspace} and name = ${reader}), 0)
      )
    )
    on conflict (workspace_id, name) do update set lease_until = excluded.lease_until, fence = c.fence + 1
      where c.lease_until is null or c.lease_until <= ${ctx.now}
    returning fence, xid, seq`.execute(ctx.db);
  return rows[0] ? { reader, ...rows[0] } : null;
}

export type InboundRow = Awaited<ReturnType<typeof selectInbound>>[number];

/** Messages after a cursor, in the order in which they are processed. */
export async function selectInbound(ctx: Ctx, after: { xid: string; seq: number }, limit: number) {
  return ctx.db
    .selectFrom('inbound')
    .select([
      'xid',
      'seq',
      'sourceId',
      'messageId',
      'receivedAt',
      'happenedAt',
      'sentAt',
      'address',
      'userAgent',
      'body',
    ])
    .where('workspaceId', '=', ctx.workspace)
    .where(settled)
    .where(sql<boolean>`(xid, seq) > (${after.xid}::xid8, ${after.seq}::bigint)`)
    .orderBy('xid')
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** False when the fence is not that of the claim any more. */
export async function moveCursor(
  ctx: Ctx,
  claim: { reader: string; fence: number },
  to: { xid: string; seq: number },
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('cursors')
    .set({ xid: to.xid, seq: to.seq, leaseUntil: null })
    .where('workspaceId', '=', ctx.workspace)
    .where('name', '=', claim.reader)
    .where('fence', '=', claim.fence)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export async function endLease(ctx: Ctx, claim: { reader: string; fence: number }): Promise<void> {
  await ctx.db
    .updateTable('cursors')
    .set({ leaseUntil: null })
    .where('workspaceId', '=', ctx.workspace)
    .where('name', '=', claim.reader)
    .where('fence', '=', claim.fence)
    .execute();
}

/** Makes the days that messages of the next days go to. */
export async function ensureDays(ctx: Pick<Ctx, 'db' | 'now'>, days: number): Promise<void> {
  await sql`select ensure_days('inbound', ${ctx.now}::timestamptz, ${days}::integer)`.execute(ctx.db);
}
