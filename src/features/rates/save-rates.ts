import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { recordChange } from '../audit/record-change.ts';
import { convertWaiting } from '../deals/convert-waiting.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { saveRateRows } from './store.ts';

type Rate = { currency: string; day: string; rate: number };

/** Stores what currencies were worth on some days, and converts the amounts of deals that waited for it. */
export async function saveRates(
  ctx: Ctx,
  { rates }: { rates: readonly Rate[] },
): Promise<{ saved: number; converted: number }> {
  return tx(ctx, async (ctx) => {
    const { currency } = await readWorkspace(ctx);
    const own = rates.findIndex((one) => one.currency === currency);
    if (own !== -1) {
      const detail = `One ${currency} is one ${currency}: that is the workspace's own currency.`;
      const errors = [{ pointer: `#/rates/${own}/currency`, detail }];
      throw new BatonError('invalid', 'rate.own-currency', detail, { errors });
    }
    // Of two for the same day the last one stands.
    const given = [...new Map(rates.map((one) => [`${one.currency} ${one.day}`, one])).values()];
    await saveRateRows(ctx, given);
    const converted = await convertWaiting(ctx, [...new Set(given.map((one) => one.currency))].sort());
    const after = { rates: given, converted };
    await recordChange(ctx, { verb: 'rates.saved', object: 'workspace', objectId: ctx.workspace, after });
    return { saved: given.length, converted };
  });
}
