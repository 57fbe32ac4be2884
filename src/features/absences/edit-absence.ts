import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { checkAbsence } from './check-absence.ts';
import { mayPauseBackwards, pauseMember } from './pause-member.ts';
import { readAbsence, toAbsence } from './read-absence.ts';
import type { Absence, editAbsence as contract } from './schema.ts';
import { lockAbsence, updateAbsence } from './store.ts';

/** Changes the span or the cover, and with it when promises stand still; what has passed of that stays as it was. */
export async function editAbsence(
  ctx: Ctx,
  absenceId: string,
  version: number,
  body: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Absence> {
  return tx(ctx, async (ctx) => {
    // Members are locked before what belongs to them: a deactivation that hands covers over goes in that order too.
    const cover = body.coverId ? await lockMember(ctx, body.coverId) : undefined;
    const row = requireVersion('absence', await lockAbsence(ctx, absenceId), version);
    if (body.coverId) requireActive(cover, '#/coverId');
    const values = {
      startsAt: body.from === undefined ? row.startsAt : new Date(body.from),
      endsAt: body.to === undefined ? row.endsAt : new Date(body.to),
      coverId: body.coverId === undefined ? row.coverId : body.coverId,
    };
    await checkAbsence(ctx, row.memberId, values, absenceId);
    await updateAbsence(ctx, absenceId, values);
    const isMoved = values.startsAt.getTime() !== row.startsAt.getTime() || values.coverId !== row.coverId;
    await pauseMember(ctx, row, values, isMoved && mayPauseBackwards(ctx));
    const after = await readAbsence(ctx, absenceId);
    await recordChange(ctx, {
      verb: 'absence.edited',
      object: 'absence',
      objectId: absenceId,
      before: recorded(toAbsence(row)),
      after: recorded(after),
    });
    return after;
  });
}

const recorded = ({ from, to, cover }: Absence) => ({ from, to, coverId: cover?.id ?? null });
