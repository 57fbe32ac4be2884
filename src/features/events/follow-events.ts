import type { Ctx } from '../../context.ts';
import type { CallOutput } from '../../core/contract.ts';
import type { followEvents as contract } from './schema.ts';
import { type EventRow, findEnds, type Place, selectEvents, selectEventsUntil, toId, toPlace } from './store.ts';

/** So many are read at once. */
const mostEvents = 200;

/**
 * What happened after an event, within the caller's reach, in an order in which nothing can come before what was read. Without
 * one, or where what came since is no longer kept, it begins with what comes next.
 */
export async function followEvents(
  ctx: Ctx,
  { after, until }: { after?: string | undefined; until?: string | undefined },
): Promise<CallOutput<typeof contract>> {
  const seen = after === undefined ? null : toPlace(after);
  // A stream that was woken: it read up to its place a moment ago, and what woke it can be read.
  if (seen !== null && until !== undefined) {
    const rows = await selectEventsUntil(ctx, seen, toPlace(until), mostEvents);
    return { ...toAnswer(rows, seen), reset: false };
  }
  const ends = seen === null || !(await isKept(ctx, seen)) ? await findEnds(ctx.db, ctx.workspace) : null;
  if (ends !== null || seen === null) {
    const last = ends?.last ?? { xid: '0', seq: 0 };
    return { data: [], lastId: toId(last), reset: seen !== null, more: false };
  }
  const rows = await selectEvents(ctx, seen, mostEvents);
  return { ...toAnswer(rows, seen), reset: false };
}

function toAnswer(rows: readonly EventRow[], seen: Place): Omit<CallOutput<typeof contract>, 'reset'> {
  return {
    data: rows
      .filter(({ isReached }) => isReached)
      .map((row) => ({
        id: toId(row),
        kind: row.kind,
        object: row.object,
        objectId: row.objectId,
        at: row.at.toISOString(),
      })),
    lastId: toId(rows.at(-1) ?? seen),
    more: rows.length === mostEvents,
  };
}

/** Whether all that came after a place is still there: a place from before the first, or of another database, is not. */
async function isKept(ctx: Ctx, { xid, seq }: Place): Promise<boolean> {
  const { first, next } = await findEnds(ctx.db, ctx.workspace);
  if (BigInt(xid) > BigInt(next)) return false;
  if (xid === '0' && seq === 0) return true;
  return first === null || BigInt(first.xid) < BigInt(xid) || (first.xid === xid && first.seq <= seq);
}
