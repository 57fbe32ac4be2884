import type { Ctx } from '../../context.ts';
import { isTransaction } from '../../db/database.ts';
import { ensureMonths } from './store.ts';

const made = new Map<string, number>();
/** Months are never taken away while a process runs: what was made once need not be asked for again. */
const mostRemembered = 10_000;

/** Makes the months of some instants (epoch milliseconds) before touches are stored in them, best outside of that transaction. */
export async function ensureTouchMonths(ctx: Pick<Ctx, 'db'>, instants: readonly number[]): Promise<void> {
  const months = new Map(instants.map((at) => [new Date(at).toISOString().slice(0, 7), at]));
  for (const [month, at] of [...months].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (made.has(month)) continue;
    await ensureMonths(ctx, new Date(at), 1);
    // What a transaction makes is there only once it has committed.
    if (made.size < mostRemembered && !isTransaction(ctx.db)) made.set(month, at);
  }
}
