import type { Ctx } from '../../context.ts';
import { convertAmounts } from './convert-amounts.ts';
import { lockUnconverted, updateBases } from './store.ts';

/** So many at once; the rest is converted when the next rates come. */
const mostAtOnce = 5_000;

/** Converts amounts of deals that waited for a rate of these currencies, and says how many. */
export async function convertWaiting(ctx: Ctx, currencies: readonly string[]): Promise<number> {
  const waiting = await lockUnconverted(ctx, currencies, mostAtOnce);
  const bases = await convertAmounts(ctx, waiting);
  const found = waiting.flatMap(({ id }, at) => {
    const base = bases[at] ?? null;
    return base === null ? [] : [{ id, base }];
  });
  if (found.length > 0) await updateBases(ctx, found);
  return found.length;
}
