import type { CreditSettings } from '../core/attribution/journey.ts';
import { type History, touchFlag } from './columns.ts';

/** Whose touches count and how far back, as an agreement says. */
export type Scope = Pick<CreditSettings, 'lookback' | 'level'>;

/**
 * Visits each journey with the touches that may be given credit: `places[0]` to `places[count - 1]` are where they stand in
 * the columns, in order. The list is the same one each time.
 */
export function visitJourneys(
  { touches, journeys }: History,
  { lookback, level }: Scope,
  visit: (journey: number, places: Uint32Array, count: number) => void,
): void {
  const { offsets, at, flags } = touches;
  const wanted = level === 'contact' ? touchFlag.primary : touchFlag.member;
  let longest = 0;
  for (let journey = 0; journey + 1 < offsets.length; journey += 1) {
    longest = Math.max(longest, (offsets[journey + 1] ?? 0) - (offsets[journey] ?? 0));
  }
  const places = new Uint32Array(longest);
  for (let journey = 0; journey + 1 < offsets.length; journey += 1) {
    const ended = journeys.endedAt[journey] ?? 0;
    let count = 0;
    for (let place = offsets[journey] ?? 0; place < (offsets[journey + 1] ?? 0); place += 1) {
      const age = ended - (at[place] ?? 0);
      if (age < 0 || !(age <= lookback) || ((flags[place] ?? 0) & wanted) === 0) continue;
      places[count] = place;
      count += 1;
    }
    visit(journey, places, count);
  }
}
