import type { Ctx } from '../../context.ts';
import { isTransaction } from '../../db/database.ts';
import { insertEvents, type NewEvent } from './store.ts';

export type { NewEvent } from './store.ts';

/**
 * Tells pages that are open, and whoever tells people, that something happened, in the transaction of its cause: ids only, what
 * is behind them is read through the API. `memberIds` are those whose record it is: who reaches one of them is told.
 */
export async function recordEvents(ctx: Ctx, events: readonly NewEvent[]): Promise<void> {
  if (!isTransaction(ctx.db)) throw new Error(`${events[0]?.kind} must be told in the transaction of its cause`);
  if (events.length > 0) await insertEvents(ctx, events);
}
