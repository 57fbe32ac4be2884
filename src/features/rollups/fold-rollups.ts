import { type Ctx, tx } from '../../context.ts';
import { foldDeltas, insertKeys, lockFold } from './store.ts';

/** Deltas that one transaction takes. Reports sum what is left, so a round may take as long as it needs. */
const deltasAtOnce = 5_000;

/**
 * Adds the oldest deltas of a workspace to its days, in one transaction, and says whether there may be more. A crash undoes
 * the whole round; a second process that folds the same workspace finds it taken and does nothing.
 */
export async function foldRollups(ctx: Ctx, limit: number = deltasAtOnce): Promise<boolean> {
  return tx(ctx, async (ctx) => {
    if (!(await lockFold(ctx))) return false;
    await insertKeys(ctx, limit);
    return (await foldDeltas(ctx, limit)) >= limit;
  });
}
