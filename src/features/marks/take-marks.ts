import type { Ctx } from '../../context.ts';
import { lockMarks, selectMarks } from './store.ts';

export type TakenMark = Awaited<ReturnType<typeof selectMarks>>[number];

/**
 * Those who have waited longest to be judged, for this transaction alone; null while another is at it, which would judge the same
 * people. They stay on the list until `removeMarks`, and more can come for them meanwhile: nothing is written or locked by this.
 */
export async function takeMarks(ctx: Ctx, limit: number): Promise<TakenMark[] | null> {
  return (await lockMarks(ctx)) ? selectMarks(ctx, limit) : null;
}
