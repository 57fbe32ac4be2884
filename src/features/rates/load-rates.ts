import type { Ctx } from '../../context.ts';
import { shiftDay } from '../../core/calendar/day.ts';
import type { RateBook } from '../../core/money/rates.ts';
import { readWorkspace } from '../workspaces/read-workspace.ts';
import { selectRatesWithin } from './store.ts';

/** The stored rates by which amounts of some days are converted: with those of the week before, for days that have none. */
export async function loadRates(ctx: Ctx, amounts: readonly { currency: string; day: string }[]): Promise<RateBook> {
  const { currency: reporting } = await readWorkspace(ctx);
  const foreign = amounts.filter(({ currency }) => currency !== reporting);
  const listed = foreign.map(({ day }) => day).sort();
  const [first, last] = [listed[0], listed.at(-1)];
  if (first === undefined || last === undefined) return { reporting, days: {} };
  const currencies = [...new Set(foreign.map(({ currency }) => currency))];
  const days: Record<string, Record<string, number>> = {};
  for (const { currency, day, rate } of await selectRatesWithin(ctx, currencies, shiftDay(first, -7), last)) {
    days[day] = { ...days[day], [currency]: rate };
  }
  return { reporting, days };
}
