import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { findSampleOf } from '../../db/workspaces.ts';

/**
 * Refuses in a sample what would let somebody real in.
 *
 * @param what is not possible, as the beginning of a sentence: "Nobody is invited"
 */
export async function refuseSample(ctx: Ctx, what: string): Promise<void> {
  if ((await findSampleOf(ctx.db, ctx.workspace)) === null) return;
  const detail = `${what} into the sample company: nothing in it is real. Leave it, and do that in your own workspace.`;
  throw new BatonError('conflict', 'sample.not-here', detail);
}
