import type { Ctx } from '../../context.ts';
import { createDayReader } from '../../core/calendar/day.ts';
import { currencyDigits } from '../../core/money/digits.ts';
import { convertMinor } from '../../core/money/rates.ts';
import { loadRates } from '../rates/load-rates.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';

export type Valued = { amount: number | null; currency: string; wonAt: Date | null; lostAt: Date | null };

/**
 * What amounts of deals are in the workspace's currency, in their order: of closed ones at the rate of that day, of open ones at
 * today's. Null where there is no amount, or no rate for it.
 */
export async function convertAmounts(ctx: Ctx, deals: readonly Valued[]): Promise<(number | null)[]> {
  const { zone } = await readWorkspace(ctx);
  const dayOf = createDayReader(zone);
  const dated = deals.map((deal) => ({ ...deal, day: dayOf((deal.wonAt ?? deal.lostAt ?? ctx.now).getTime()) }));
  const book = await loadRates(ctx, dated);
  const digits = currencyDigits(book.reporting);
  return dated.map(({ amount, currency, day }) =>
    amount === null ? null : convertMinor(amount, { currency, digits: currencyDigits(currency) }, day, book, digits),
  );
}
