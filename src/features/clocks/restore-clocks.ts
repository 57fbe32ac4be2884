import type { Ctx } from '../../context.ts';
import type { UndoRecord } from '../../db/relay-tables.ts';
import { cancelClocks } from './cancel-clocks.ts';
import { toDate } from './move-clocks.ts';
import { lockClocks, updateClocks } from './store.ts';

/** How the clocks of a handoff stand, before a verdict moves them. Locks them. */
export async function copyClocks(ctx: Ctx, handoffId: string): Promise<UndoRecord['clocks']> {
  const ms = (date: Date | null) => date?.getTime() ?? null;
  return (await lockClocks(ctx, [handoffId], [])).map(({ id, answeredAt, brokenAt, outcome, endedAt }) => ({
    ...{ id, outcome },
    ...{ answeredAt: ms(answeredAt), brokenAt: ms(brokenAt), endedAt: ms(endedAt) },
  }));
}

/**
 * Puts the clocks of a handoff back to how they stood before a verdict that was taken back: its time has run on meanwhile. What
 * the verdict started is cancelled.
 */
export async function restoreClocks(ctx: Ctx, handoffId: string, copy: UndoRecord['clocks']): Promise<void> {
  const known = new Set(copy.map(({ id }) => id));
  await cancelClocks(ctx, { handoffIds: [handoffId], qualificationIds: [] }, (id) => !known.has(id));
  await updateClocks(
    ctx,
    copy.map(({ id, answeredAt, brokenAt, outcome, endedAt }) => ({
      ...{ id, outcome },
      ...{ answeredAt: toDate(answeredAt), brokenAt: toDate(brokenAt), endedAt: toDate(endedAt) },
      // Whoever judges clocks finds out what comes next.
      nextAt: answeredAt === null && outcome !== 'cancelled' ? ctx.now : null,
    })),
  );
}
