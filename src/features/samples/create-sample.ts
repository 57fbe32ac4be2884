import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import { findSampleOf } from '../../db/workspaces.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { lostBefore, readSample } from './read-sample.ts';
import type { Sample } from './schema.ts';
import { findSample, insertSample, removeRows } from './store.ts';

/** Has a sample company made in the background. Asked again while there is one, nothing happens. */
export async function createSample(ctx: Ctx, people: number): Promise<Sample> {
  const { id: askedBy } = signedIn(ctx);
  return tx(ctx, async (ctx) => {
    if ((await findSampleOf(ctx.db, ctx.workspace)) !== null) {
      throw new BatonError('conflict', 'sample.within-sample', 'You are in the sample company. Leave it first.');
    }
    const before = await findSample(ctx, true);
    const sampleId = newId(ctx.now);
    if (!(await insertSample(ctx, { sampleId, people, askedBy }, lostBefore(ctx.now)))) return readSample(ctx);
    // What a making that failed has left.
    if (before !== undefined) await removeRows(ctx, before.sampleId);
    await recordChange(ctx, { verb: 'sample.asked', object: 'workspace', objectId: sampleId, after: { people } });
    await ctx.enqueue(ctx.db, 'make-sample', { workspace: ctx.workspace });
    return readSample(ctx);
  });
}
