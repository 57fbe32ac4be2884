import { allocateMinorUnits } from '../core/money/allocate.ts';
import type { History } from './columns.ts';

/** Whole minor units of the reporting currency: by code, and of wins without a touch that has a share. */
export type RevenueCredit = { readonly byCode: Float64Array; readonly unattributed: number };

/**
 * Deals the revenue of won journeys out by the shares of their touches, each to the cent as `creditJourneys` of core does.
 *
 * @param shares of `creditTouches`
 * @param codes the column by which it is summed: the channel, or another one of the same touches
 * @param words how many words its dictionary has
 */
export function creditRevenue(
  { touches, journeys }: History,
  shares: Float64Array,
  codes: Uint16Array,
  words: number,
): RevenueCredit {
  const byCode = new Float64Array(words);
  let unattributed = 0;
  for (let journey = 0; journey < journeys.won.length; journey += 1) {
    if (journeys.won[journey] !== 1) continue;
    const places: number[] = [];
    const parts: number[] = [];
    for (let place = touches.offsets[journey] ?? 0; place < (touches.offsets[journey + 1] ?? 0); place += 1) {
      const share = shares[place] ?? 0;
      if (share === 0) continue;
      places.push(place);
      parts.push(share);
    }
    const allocation = allocateMinorUnits(journeys.revenue[journey] ?? 0, parts);
    unattributed += allocation.unattributed;
    places.forEach((place, part) => {
      const code = codes[place] ?? 0;
      byCode[code] = (byCode[code] ?? 0) + (allocation.minor[part] ?? 0);
    });
  }
  return { byCode, unattributed };
}
