import { type Ctx, tx } from '../../context.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { noteActs } from '../key-moments/note-acts.ts';
import { findInstant } from './find-instant.ts';
import { judgeContacts } from './judge-contacts.ts';
import { deleteMarks, selectMarks, updateTouchCounts } from './store.ts';

/**
 * Judges contacts because of what has come for them, those who wait longest first, in one transaction. Something that comes while
 * they are judged has them judged once more. Without an agreement their touches are counted and nothing follows.
 *
 * @returns whether more are waiting
 */
export async function judgeMarked(ctx: Ctx, limit: number): Promise<boolean> {
  return tx(ctx, async (begun) => {
    const marks = await selectMarks(begun, limit);
    if (marks.length === 0) return false;
    const ctx = findInstant(
      begun,
      marks.flatMap(({ knownAt }) => knownAt ?? []),
    );
    const relay = await findRelayInForce(ctx);
    if (relay === null) {
      await updateTouchCounts(
        ctx,
        marks.map(({ contactId }) => contactId),
      );
    } else await judgeContacts(ctx, relay, new Map(marks.map(({ contactId, cause }) => [contactId, cause])));
    await noteActs(
      ctx,
      marks.flatMap(({ contactId, cause }) => (cause === 'touch' ? contactId : [])),
    );
    await deleteMarks(ctx, marks);
    return marks.length === limit;
  });
}
