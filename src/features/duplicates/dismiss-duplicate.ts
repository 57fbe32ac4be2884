import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { findResponsibleMember } from '../keys/find-responsible-member.ts';
import { toDuplicate } from './list-duplicates.ts';
import type { Duplicate } from './schema.ts';
import { findPairObject, type PairRow, selectPairs, updatePairs } from './store.ts';

/** Two records are not the same: the pair is not asked about again. */
export const dismissDuplicate = (ctx: Ctx, id: string): Promise<Duplicate> => decide(ctx, id, 'dismissed');

/** It was said too early: the pair is asked about again. */
export const reopenDuplicate = (ctx: Ctx, id: string): Promise<Duplicate> => decide(ctx, id, 'open');

async function decide(ctx: Ctx, id: string, status: 'open' | 'dismissed'): Promise<Duplicate> {
  return tx(ctx, async (ctx) => {
    const object = requireFound('duplicate', await findPairObject(ctx, id));
    const from = status === 'open' ? 'dismissed' : 'open';
    const read = async (is: 'open' | 'dismissed'): Promise<PairRow | undefined> =>
      (await selectPairs(ctx, object, { status: is, id }, { after: null, limit: 1 }))[0];
    const pair = await read(from);
    if (pair === undefined) return toDuplicate(requireFound('duplicate', await read(status)));
    const memberId = await findResponsibleMember(ctx);
    await updatePairs(ctx, object, [pair], { status, from: [from], who: status === 'open' ? null : memberId });
    await recordChange(ctx, {
      verb: `duplicate.${status === 'open' ? 'reopened' : 'dismissed'}`,
      object: 'duplicate',
      objectId: id,
      before: { status: from },
      after: { status, records: [pair.firstId, pair.secondId] },
    });
    return toDuplicate({ ...pair, status });
  });
}
