import { type Ctx, tx } from '../../context.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { judgeContacts } from './judge-contacts.ts';
import { selectDueContacts, selectOutdatedContacts } from './store.ts';

/** As many contacts are judged in one transaction. */
const batchSize = 200;

/**
 * Judges contacts again about whom something changes by time alone, a grade that fades, a window that ends; then those whom
 * the version in force has not judged yet, which gives them its scores and qualifies nobody. Says whether more are waiting.
 */
export async function judgeDueContacts(ctx: Ctx): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    const relay = await findRelayInForce(ctx);
    if (relay === null) return false;
    const due = await selectDueContacts(ctx, batchSize);
    const cause = due.length > 0 ? 'time' : 'new-version';
    const ids = due.length > 0 ? due : await selectOutdatedContacts(ctx, relay.version.id, batchSize);
    if (ids.length === 0) return false;
    await judgeContacts(ctx, relay, new Map(ids.map((id) => [id, cause])));
    return true;
  });
}
