import type { Ctx } from '../../context.ts';
import { newId } from '../../db/ids.ts';
import { recomputeClocksOf } from '../clocks/recompute-clocks.ts';
import { endPauses, insertPause } from './store.ts';

/** What an absence says now; null once it is removed. */
export type Away = { startsAt: Date; endsAt: Date; coverId: string | null };

/**
 * Lets the promises of a member stand still while they are away with cover, as the absence says now: what was ahead of its former
 * span is taken away, what has passed of it stays. In the transaction of the absence.
 *
 * @param fromStart from its start although that has passed; else from now on
 */
export async function pauseMember(
  ctx: Ctx,
  { id, memberId }: { id: string; memberId: string },
  away: Away | null,
  fromStart: boolean,
): Promise<void> {
  const hadPause = await endPauses(ctx, id);
  const pause = away === null || away.coverId === null ? null : spanOf(ctx, away, fromStart);
  if (pause !== null) await insertPause(ctx, { id: newId(ctx.now), memberId, absenceId: id, ...pause });
  if (hadPause || pause !== null) await recomputeClocksOf(ctx, memberId);
}

function spanOf({ now }: Ctx, { startsAt, endsAt }: Away, fromStart: boolean): { fromAt: Date; toAt: Date } | null {
  const fromAt = fromStart || startsAt > now ? startsAt : now;
  return fromAt < endsAt ? { fromAt, toAt: endsAt } : null;
}

/** Only admins say afterwards that promises stood still. */
export const mayPauseBackwards = ({ actor }: Ctx): boolean => actor.kind === 'member' && actor.role === 'admin';
