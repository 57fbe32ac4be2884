import type { Ctx } from '../../context.ts';
import { recordTouchDeltas } from '../rollups/record-touch-deltas.ts';
import { deleteTouches } from './store.ts';

/**
 * Takes touches away that did not happen, with what was counted of them, in the caller's transaction, who judges their people
 * again. What was decided on them stays decided. Instants are epoch milliseconds: `at` finds the months. Says under which
 * identities they were.
 */
export async function removeTouches(
  ctx: Ctx,
  touches: readonly { id: string; at: number }[],
): Promise<{ id: string; identityId: number }[]> {
  if (touches.length === 0) return [];
  const gone = await deleteTouches(ctx, touches);
  await recordTouchDeltas(ctx, gone, -1);
  return gone;
}
