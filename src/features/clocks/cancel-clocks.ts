import type { Ctx } from '../../context.ts';
import { applyClockAction } from '../../core/handoff/clock-record.ts';
import { toDate } from './move-clocks.ts';
import { lockClocks, updateClocks } from './store.ts';

/** What ends whatever the agreement says: open promises to handoffs, and those to complete the information of qualifications. */
export type Ended = { handoffIds: string[]; qualificationIds: string[] };

/**
 * Cancels the promises that still run of what ends for a reason outside of the agreement, such as a merge: they are in no rate.
 * One whose time was over is broken all the same.
 *
 * @param isMeant which of their promises, by id; all unless said
 * @returns those that were cancelled, with what they belong to
 */
export async function cancelClocks(
  ctx: Ctx,
  { handoffIds, qualificationIds }: Ended,
  isMeant: (id: string) => boolean = () => true,
): Promise<{ id: string; handoffId: string | null; qualificationId: string | null }[]> {
  if (handoffIds.length + qualificationIds.length === 0) return [];
  const rows = (await lockClocks(ctx, handoffIds, qualificationIds)).filter(
    ({ id, outcome }) => outcome === null && isMeant(id),
  );
  const ends = rows.map(({ id, startedAt, dueAt, answeredAt, brokenAt, outcome, endedAt }) => {
    const ms = (date: Date | null) => date?.getTime() ?? null;
    const record = {
      due: ms(dueAt),
      answeredAt: ms(answeredAt),
      brokenAt: ms(brokenAt),
      outcome,
      endedAt: ms(endedAt),
    };
    const after = applyClockAction(record, 'cancel', Math.max(ctx.now.getTime(), startedAt.getTime()));
    return {
      id,
      answeredAt: toDate(after.answeredAt),
      brokenAt: toDate(after.brokenAt),
      outcome: after.outcome,
      endedAt: toDate(after.endedAt),
      nextAt: null,
    };
  });
  await updateClocks(ctx, ends);
  const cancelled = new Set(ends.filter(({ outcome }) => outcome === 'cancelled').map(({ id }) => id));
  return rows
    .filter(({ id }) => cancelled.has(id))
    .map(({ id, handoffId, qualificationId }) => ({ id, handoffId, qualificationId }));
}
