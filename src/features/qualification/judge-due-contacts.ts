import { type Ctx, tx } from '../../context.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { judgeContacts } from './judge-contacts.ts';
import { selectDueContacts } from './store.ts';

/** As many contacts are judged in one transaction. */
const batchSize = 200;

/** Judges contacts again about whom something changes by time alone: a grade that fades, a window that ends. */
export async function judgeDueContacts(ctx: Ctx): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const relay = await findRelayInForce(ctx);
    if (relay === null) return false;
    const due = await selectDueContacts(ctx, batchSize);
    if (due.length === 0) return false;
    await judgeContacts(ctx, relay, new Map(due.map((id) => [id, 'time' as const])));
    return due.length === batchSize;
  });
}
