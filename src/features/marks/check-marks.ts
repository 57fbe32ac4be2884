import type { Ctx } from '../../context.ts';
import { hasMarks } from './store.ts';

/** Whether anybody waits to be judged because of what came for them. */
export async function checkMarks(ctx: Ctx): Promise<boolean> {
  return hasMarks(ctx);
}
