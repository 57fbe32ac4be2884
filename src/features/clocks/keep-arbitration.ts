import type { Ctx } from '../../context.ts';
import type { Department } from '../../core/access.ts';
import { applyClockAction } from '../../core/handoff/clock-record.ts';
import { toDate } from './move-clocks.ts';
import { lockClocks, updateClocks } from './store.ts';

/** A head has ruled: that department has kept its promise, whatever the other one does. */
export async function keepArbitration(ctx: Ctx, handoffId: string, department: Department): Promise<void> {
  const ms = (date: Date | null) => date?.getTime() ?? null;
  const clocks = await lockClocks(ctx, [handoffId], []);
  const own = clocks.filter((one) => one.kind === 'arbitrate' && one.department === department);
  await updateClocks(
    ctx,
    own.map(({ id, startedAt, dueAt, answeredAt, brokenAt, outcome, endedAt }) => {
      const record = {
        due: ms(dueAt),
        answeredAt: ms(answeredAt),
        brokenAt: ms(brokenAt),
        outcome,
        endedAt: ms(endedAt),
      };
      const after = applyClockAction(record, 'keep', Math.max(ctx.now.getTime(), startedAt.getTime()));
      return {
        ...{ id, outcome: after.outcome, nextAt: null },
        ...{ answeredAt: toDate(after.answeredAt), brokenAt: toDate(after.brokenAt), endedAt: toDate(after.endedAt) },
      };
    }),
  );
}
