import type { Ctx } from '../../context.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { judgeContacts } from './judge-contacts.ts';
import { markDue, selectPeopleOf } from './store.ts';

/** So many are judged within the transaction of an edit; a company with more people has them judged a moment later. */
const mostAtOnce = 200;

/**
 * Judges contacts again after somebody changed what conditions may read of them, or of their companies, in the transaction of
 * the change. Without an agreement in force nothing is judged.
 */
export async function judgeEdited(ctx: Ctx, object: 'contact' | 'account', ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const relay = await findRelayInForce(ctx);
  if (relay === null) return;
  const people = object === 'contact' ? [...ids].sort() : await selectPeopleOf(ctx, ids);
  const now = people.slice(0, mostAtOnce);
  await judgeContacts(ctx, relay, new Map(now.map((id) => [id, 'edit'])));
  if (people.length > now.length) await markDue(ctx, people.slice(mostAtOnce));
}
