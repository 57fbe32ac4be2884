import type { EngagementRules, ScoredTouch, ScoreHistory } from './rules.ts';
import { countGroup, decayPoints, shareKept, sortHistory, type Tally, tallyTouches } from './tally.ts';

/** One line of the ledger; the lines sum to the score. `cap` and `recycle` belong to a clause, `bounds` to all of them. */
export type LedgerEntry =
  | {
      readonly kind: 'touch';
      readonly clause: string;
      readonly touchId: string;
      readonly at: number;
      readonly points: number;
    }
  | { readonly kind: 'cap' | 'recycle'; readonly clause: string; readonly points: number }
  | { readonly kind: 'bounds'; readonly points: number };

export type Engagement = {
  /** 0 to the cap of all, 100 unless said. */
  readonly score: number;
  /** Before it is held within its bounds; may be negative. */
  readonly raw: number;
};

/**
 * What somebody did, as it counts at an instant: the points of each touch halve every half-life, are capped after that and
 * summed; the sum is held between 0 and 100. Touches later than the instant, or not yet known by then, do not count.
 *
 * @param at epoch milliseconds
 * @param knownBy epoch milliseconds; leaves out what was heard of later, `at` unless said
 * @example
 * const day = 86_400_000;
 * scoreEngagement(
 *   { halfLife: 30 * day, onRecycle: 'keep', rules: [{ key: 'webinar', points: 20, touch: 'webinar-attended' }] },
 *   { touches: [{ id: 't1', kind: 'webinar-attended', at: 0, knownAt: 0 }], recycles: [] },
 *   60 * day,
 * ) // { score: 5, raw: 5 }
 */
export function scoreEngagement<Touch extends ScoredTouch>(
  rules: EngagementRules<Touch>,
  history: ScoreHistory<Touch>,
  at: number,
  knownBy: number = at,
): Engagement {
  const raw = countTally(tallyTouches(rules, sortHistory(history, knownBy), at), at);
  return { score: holdScore(raw, rules), raw };
}

/**
 * The points of all groups at an instant, signs included, before they are held within bounds.
 *
 * @param at epoch milliseconds, not before the last touch of the tally
 * @example
 * countTally(tallyTouches({ halfLife: 'never', onRecycle: 'keep', rules: [] }, { touches: [], recycles: [] }, 0), 0) // 0
 */
export function countTally<Touch extends ScoredTouch>(tally: Tally<Touch>, at: number): number {
  const share = shareKept(tally.engagement.onRecycle);
  let raw = 0;
  for (const group of tally.groups) raw += group.sign * countGroup(group, at, share);
  return raw;
}

/**
 * Holds a raw sum between 0 and the cap of all rules.
 *
 * @example
 * holdScore(-25, { halfLife: 'never', onRecycle: 'keep', rules: [] }) // 0
 */
export function holdScore<Touch extends ScoredTouch>(raw: number, rules: EngagementRules<Touch>): number {
  return Math.min(rules.cap ?? 100, Math.max(0, raw));
}

/**
 * Where the engagement comes from: one entry a touch and clause with its decayed points, what each cap took off, what each
 * recycle took off, and what holding the score within its bounds changed. The entries sum to the score.
 *
 * @example
 * writeLedger(
 *   { halfLife: 'never', onRecycle: 'reset', rules: [{ key: 'click', points: 5 }] },
 *   { touches: [{ id: 't1', kind: 'email-clicked', at: 1, knownAt: 1 }], recycles: [{ at: 2, knownAt: 2 }] },
 *   3,
 * )
 * // [
 * //   { kind: 'touch', clause: 'click', touchId: 't1', at: 1, points: 5 },
 * //   { kind: 'recycle', clause: 'click', points: -5 },
 * // ]
 */
export function writeLedger<Touch extends ScoredTouch>(
  rules: EngagementRules<Touch>,
  history: ScoreHistory<Touch>,
  at: number,
  knownBy: number = at,
): LedgerEntry[] {
  const tally = tallyTouches(rules, sortHistory(history, knownBy), at);
  const share = shareKept(rules.onRecycle);
  const ledger: LedgerEntry[] = [];
  for (const { rule, sign, halfLife, cap, batches } of tally.groups) {
    const clause = rule.key;
    let counted = 0;
    let capped = 0;
    let recycled = 0;
    for (const [number, batch] of batches.entries()) {
      if (number > 0) recycled += counted * (share - 1);
      let sum = number > 0 ? counted * share : 0;
      for (const touch of batch.touches) {
        const points = decayPoints(Math.abs(rule.points), at - touch.at, halfLife);
        sum += points;
        ledger.push({ kind: 'touch', clause, touchId: touch.id, at: touch.at, points: sign * points });
      }
      counted = Math.min(cap, sum);
      capped += counted - sum;
    }
    if (recycled !== 0) ledger.push({ kind: 'recycle', clause, points: sign * recycled });
    if (capped !== 0) ledger.push({ kind: 'cap', clause, points: sign * capped });
  }
  const raw = ledger.reduce((sum, entry) => sum + entry.points, 0);
  const bounds = holdScore(raw, rules) - raw;
  if (bounds !== 0) ledger.push({ kind: 'bounds', points: bounds });
  return ledger;
}
