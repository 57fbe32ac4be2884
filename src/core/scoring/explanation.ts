import { writeLedger } from './engagement.ts';
import { scoreFit } from './fit.ts';
import type { ScoredTouch, ScoreHistory, ScoringRules } from './rules.ts';

/** What one clause did to a score, in points of the 0 to 100 that fit and engagement are counted in. */
export type ClauseExplanation = {
  readonly clause: string;
  readonly axis: 'fit' | 'engagement';
  /** What counts in the end: given, less what a cap and recycles took off. */
  readonly points: number;
  /** Decayed points of its touches before cap and recycles; for fit the same as `points`. */
  readonly given: number;
  readonly capped: number;
  readonly recycled: number;
  readonly touches: number;
  /** When the last of its touches happened, epoch milliseconds; null for fit. */
  readonly lastAt: number | null;
};

export type ScoreExplanation = {
  /** The clauses that gave or took points, those of most weight first. */
  readonly clauses: readonly ClauseExplanation[];
  /** What holding fit and engagement between 0 and 100 changed; with it the points of all clauses sum to the scores. */
  readonly bounds: { readonly fit: number; readonly engagement: number };
  /** The two clauses of fit that would add most if the fields they read had a value. */
  readonly missing: readonly { readonly clause: string; readonly points: number; readonly fields: readonly string[] }[];
};

/**
 * Explains fit and engagement by the clauses that they come from, and says what is not known and would count most.
 *
 * @param at, knownBy epoch milliseconds
 * @example
 * explainScore({
 *   fit: [{ key: 'fit-role', points: 20, when: () => false, missing: () => ['contact.title'] }],
 *   engagement: { halfLife: 'never', onRecycle: 'keep', rules: [{ key: 'click', points: 5, atMost: 8 }] },
 *   grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } },
 * }, null, {
 *   touches: [{ id: 'a', kind: 'email-clicked', at: 1, knownAt: 1 }, { id: 'b', kind: 'email-clicked', at: 2, knownAt: 2 }],
 *   recycles: [],
 * }, 3)
 * // {
 * //   clauses: [{ clause: 'click', axis: 'engagement', points: 8, given: 10, capped: -2, recycled: 0, touches: 2, lastAt: 2 }],
 * //   bounds: { fit: 0, engagement: 0 },
 * //   missing: [{ clause: 'fit-role', points: 100, fields: ['contact.title'] }],
 * // }
 */
export function explainScore<Contact, Touch extends ScoredTouch>(
  rules: ScoringRules<Contact, Touch>,
  contact: Contact,
  history: ScoreHistory<Touch>,
  at: number,
  knownBy: number = at,
): ScoreExplanation {
  const fit = scoreFit(rules.fit, contact, at);
  const bounds = { fit: 0, engagement: 0 };
  const clauses: ClauseExplanation[] = [];
  for (const { clause, points } of fit.ledger) {
    if (clause === 'floor') bounds.fit += points;
    else clauses.push({ ...nothing, clause, axis: 'fit', points, given: points });
  }
  const engaged = new Map<string, ClauseExplanation>();
  for (const entry of writeLedger(rules.engagement, history, at, knownBy)) {
    if (entry.kind === 'bounds') {
      bounds.engagement += entry.points;
      continue;
    }
    const before = engaged.get(entry.clause) ?? { ...nothing, clause: entry.clause, axis: 'engagement' as const };
    engaged.set(entry.clause, {
      ...before,
      points: before.points + entry.points,
      given: before.given + (entry.kind === 'touch' ? entry.points : 0),
      capped: before.capped + (entry.kind === 'cap' ? entry.points : 0),
      recycled: before.recycled + (entry.kind === 'recycle' ? entry.points : 0),
      touches: before.touches + (entry.kind === 'touch' ? 1 : 0),
      lastAt: entry.kind === 'touch' ? Math.max(entry.at, before.lastAt ?? entry.at) : before.lastAt,
    });
  }
  clauses.push(...engaged.values());
  clauses.sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  return { clauses, bounds, missing: fit.missing.slice(0, 2) };
}

const nothing = { points: 0, given: 0, capped: 0, recycled: 0, touches: 0, lastAt: null };
