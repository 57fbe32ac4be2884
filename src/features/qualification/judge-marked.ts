import { type Ctx, tx } from '../../context.ts';
import { isTransaction } from '../../db/database.ts';
import { isLasting } from '../../db/faults.ts';
import { findRelayInForce } from '../agreements/find-relay.ts';
import { noteActs } from '../key-moments/note-acts.ts';
import { checkMarks } from '../marks/check-marks.ts';
import { postponeMark } from '../marks/postpone-mark.ts';
import { removeMarks } from '../marks/remove-marks.ts';
import { takeMarks } from '../marks/take-marks.ts';
import { findInstant } from './find-instant.ts';
import { judgeContacts } from './judge-contacts.ts';
import { updateTouchCounts } from './store.ts';

/**
 * Judges contacts because of what has come for them, those who wait longest first, in one transaction. Something that comes while
 * they are judged has them judged once more. Somebody who cannot be judged waits behind the others, who can. Without an agreement
 * touches are counted and nothing follows.
 *
 * @returns whether more may be waiting; false where another process is at it, which goes on until nobody waits
 */
export async function judgeMarked(ctx: Ctx, limit: number): Promise<boolean> {
  if (!(await checkMarks(ctx))) return false;
  for (let most = limit; ; most = Math.ceil(most / 2)) {
    try {
      return await judgeSome(ctx, most);
    } catch (error) {
      if (!isLasting(error) || isTransaction(ctx.db)) throw error;
      if (most === 1) {
        await postponeMark(ctx, error);
        throw error;
      }
    }
  }
}

async function judgeSome(ctx: Ctx, limit: number): Promise<boolean> {
  return tx(ctx, async (begun) => {
    const marks = await takeMarks(begun, limit);
    if (marks === null || marks.length === 0) return false;
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
    await removeMarks(ctx, marks);
    return true;
  });
}
