import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { recordChange } from '../audit/record-change.ts';
import { findHome, statusOf } from './read-sample.ts';
import { deleteSample, findSample, removeRows } from './store.ts';

const isUnderWay = (status: string): boolean => status === 'waiting' || status === 'making';

/** Removes the sample company with every row of it, from the workspace or from within. Where there is none nothing happens. */
export async function removeSample(ctx: Ctx): Promise<Record<never, never>> {
  await tx(await findHome(ctx), async (home) => {
    const sample = await findSample(home, true);
    if (sample === undefined) return;
    if (isUnderWay(statusOf(sample, home.now))) {
      const detail = 'The sample company is being made. Remove it when that is done, in less than a minute.';
      throw new BatonError('conflict', 'sample.being-made', detail);
    }
    await removeRows(home, sample.sampleId);
    await deleteSample(home);
    await recordChange(home, { verb: 'sample.removed', object: 'workspace', objectId: sample.sampleId });
  });
  return {};
}
