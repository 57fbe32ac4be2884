import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { checkAbsence } from './check-absence.ts';
import { mayPauseBackwards, pauseMember } from './pause-member.ts';
import { readAbsence } from './read-absence.ts';
import type { Absence, createAbsence as contract } from './schema.ts';
import { insertAbsence, reachesMember } from './store.ts';

/**
 * Records when a member is away, and who covers. With a cover their open promises stand still meanwhile, from now on at the
 * earliest; only an admin says so afterwards.
 */
export async function createAbsence(
  ctx: Ctx,
  body: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Absence> {
  const { memberId, from, to, coverId = null } = body;
  return tx(ctx, async (ctx) => {
    requireFound('member', (await reachesMember(ctx, memberId)) || undefined);
    requireActive(await lockMember(ctx, memberId), '#/memberId');
    if (coverId !== null) requireActive(await lockMember(ctx, coverId), '#/coverId');
    const values = { startsAt: new Date(from), endsAt: new Date(to), coverId };
    await checkAbsence(ctx, memberId, values, null);
    const id = newId(ctx.now);
    await insertAbsence(ctx, { id, memberId, ...values });
    await pauseMember(ctx, { id, memberId }, values, mayPauseBackwards(ctx));
    const absence = await readAbsence(ctx, id);
    await recordChange(ctx, {
      verb: 'absence.recorded',
      object: 'absence',
      objectId: id,
      after: { memberId, from: absence.from, to: absence.to, coverId },
    });
    return absence;
  });
}
