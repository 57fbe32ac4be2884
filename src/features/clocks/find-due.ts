import type { Ctx } from '../../context.ts';
import type { ClockKind } from '../../core/handoff/clock-effects.ts';
import { selectDue } from './store.ts';

/** When the latest clock of a kind is due, for each handoff that has one; null where its calendar never opens for so long. */
export async function findDue(ctx: Ctx, handoffIds: string[], kind: ClockKind): Promise<Map<string, Date | null>> {
  if (handoffIds.length === 0) return new Map();
  return new Map((await selectDue(ctx, handoffIds, kind)).map(({ handoffId, dueAt }) => [handoffId ?? '', dueAt]));
}
