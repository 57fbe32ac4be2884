import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { type CountRow, type Division, selectCounts } from './store.ts';

/**
 * Touches of a span of days of the workspace, divided by dimensions, by day or by week, the most frequent first within a
 * day: how many, of how many people, and of how many visitors whom nobody knows yet. Who is whose counts as it is now, so a
 * merge of two people is one at once. People of parts do not add up: who came twice is in both.
 *
 * @param from, to first and last day, `2026-03-02`
 */
export async function readRollup(
  ctx: Ctx,
  { from, to, dims }: { from: string; to: string; dims: readonly Division[] },
): Promise<CountRow[]> {
  if (from > to) throw new BatonError('invalid', 'rollup.span', 'The first day is after the last one.');
  return selectCounts(ctx, { from, to }, dims);
}
