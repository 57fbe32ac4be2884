import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { isTransaction } from '../../db/database.ts';
import { findHorizon } from '../../db/horizon.ts';
import { endLease, type InboundRow, moveCursor, selectInbound, takeLease } from './store.ts';

/** The reader that turns messages into touches. Messages are kept until it is past them. */
export const processor = 'inbound';

/** As long as a batch may take; after that its process is taken for dead. */
const leaseTime = 30_000;

/** One message as it was received: raw, not yet corrected for the sender's clock. */
export type Inbound = InboundRow;

/** Messages that this caller alone may process, and the fence that proves it. */
export type Claim = {
  readonly reader: string;
  readonly fence: number;
  /** In the order in which they are to be processed; never empty. */
  readonly rows: readonly Inbound[];
};

/**
 * Takes the next messages of a workspace for a reader, at most `limit`; null when none is waiting or somebody else is at
 * work. Call it outside of a transaction, so that others see the lease. Then, in one transaction, do the work and call
 * `advanceCursor`; if that transaction fails, call `releaseClaim`, else nobody reads on before the lease runs out.
 *
 * Rows come by (transaction, seq), and only those of transactions older than every one that still writes. Neither order
 * alone would do: with seq, a row is lost whose transaction drew a low number and commits late.
 */
export async function claimInbound(ctx: Ctx, reader: string, limit: number): Promise<Claim | null> {
  if (isTransaction(ctx.db)) throw new Error('A claim must be seen by others before its work is done');
  const lease = await takeLease(ctx, reader, new Date(ctx.now.getTime() + leaseTime));
  if (!lease) return null;
  const rows = await selectInbound(ctx, lease, await findHorizon(ctx.db), limit);
  const claim = { reader, fence: lease.fence, rows };
  if (rows.length > 0) return claim;
  await releaseClaim(ctx, claim);
  return null;
}

/**
 * Says, in the transaction of the work, that the rows of a claim are done up to and including the one with this `seq` (the last,
 * unless said), and gives the lease back. Throws `cursor.lost` when the lease ran out and another has claimed since: all work of this
 * transaction is then undone, as it must be.
 */
export async function advanceCursor(ctx: Ctx, claim: Claim, seq = claim.rows.at(-1)?.seq): Promise<void> {
  if (!isTransaction(ctx.db)) throw new Error('A cursor moves in the transaction of the work');
  const last = claim.rows.find((row) => row.seq === seq);
  if (!last) throw new Error(`The claim has no row ${seq}`);
  if (await moveCursor(ctx, claim, last)) return;
  throw new BatonError('conflict', 'cursor.lost', 'Another process reads these messages now; nothing was done here.');
}

/** Gives a claim back undone, so that it can be taken again at once. Does nothing when another has it by now. */
export async function releaseClaim(ctx: Ctx, claim: Claim): Promise<void> {
  await endLease(ctx, claim);
}
