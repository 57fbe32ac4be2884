import type { Ctx } from '../../context.ts';
import { insertActing, isAnybodyHeld } from './store.ts';

/** Has it looked in a moment at what some people just did, whether it calls for those who have them: in the caller's transaction. */
export async function noteActs(ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0 || !(await isAnybodyHeld(ctx))) return;
  await insertActing(ctx, contactIds);
}
