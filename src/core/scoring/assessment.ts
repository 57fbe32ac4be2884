import { findFirstChange } from './crossing.ts';
import { countTally, type Engagement, holdScore, scoreEngagement } from './engagement.ts';
import { type Fit, scoreFit } from './fit.ts';
import { type EngagementLevel, type FitLetter, type Grade, gradeEngagement, gradeFit, hasReached } from './grade.ts';
import type { EngagementRules, ScoredTouch, ScoreHistory, ScoringRules } from './rules.ts';
import { sortHistory, tallyTouches } from './tally.ts';

export type Assessment = {
  readonly fit: Fit;
  readonly engagement: Engagement;
  readonly letter: FitLetter;
  readonly level: EngagementLevel;
  readonly grade: Grade;
  /** The first instant at which the grade is another one if nothing new is heard, epoch milliseconds; null for never. */
  readonly validUntil: number | null;
};

/** A century: nobody waits longer for a grade to change. */
const century = 36_525 * 86_400_000;

/**
 * Fit, engagement and grade of a contact at an instant, and until when the grade holds if nothing new is heard.
 *
 * @param at epoch milliseconds
 * @param knownBy epoch milliseconds; leaves out what was heard of later, `at` unless said
 * @example
 * const day = 86_400_000;
 * assessContact({
 *   fit: [{ key: 'fit-segment', points: 50, when: (contact) => contact.segment === 'mid-market' }],
 *   engagement: { halfLife: 30 * day, onRecycle: 'keep', rules: [{ key: 'demo', points: 50 }] },
 *   grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } },
 * }, { segment: 'mid-market' }, { touches: [{ id: 't1', kind: 'demo', at: 0, knownAt: 0 }], recycles: [] }, day).grade // 'A3'
 */
export function assessContact<Contact, Touch extends ScoredTouch>(
  rules: ScoringRules<Contact, Touch>,
  contact: Contact,
  history: ScoreHistory<Touch>,
  at: number,
  knownBy: number = at,
): Assessment {
  const fit = scoreFit(rules.fit, contact, at);
  const engagement = scoreEngagement(rules.engagement, history, at, knownBy);
  const letter = gradeFit(fit.score, rules.grade.fit);
  const level = gradeEngagement(engagement.score, rules.grade.engagement);
  const validUntil = findGradeChange(rules, contact, history, at, at + century, knownBy);
  return { fit, engagement, letter, level, grade: `${letter}${level}`, validUntil };
}

/**
 * The first instant after `from`, up to `to`, at which the grade differs from the one at `from`; null for none.
 *
 * @param from, to, knownBy epoch milliseconds
 * @example
 * findGradeChange({
 *   fit: [],
 *   engagement: { halfLife: 1_000, onRecycle: 'keep', rules: [{ key: 'demo', points: 50 }] },
 *   grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } },
 * }, null, { touches: [{ id: 't1', kind: 'demo', at: 0, knownAt: 0 }], recycles: [] }, 0, 1_000_000, 0) // 1
 */
export function findGradeChange<Contact, Touch extends ScoredTouch>(
  rules: ScoringRules<Contact, Touch>,
  contact: Contact,
  history: ScoreHistory<Touch>,
  from: number,
  to: number,
  knownBy: number,
): number | null {
  const timed = rules.fit.filter((rule) => rule.flipsAt !== undefined);
  const letterAt = (at: number) => gradeFit(scoreFit(rules.fit, contact, at).score, rules.grade.fit);
  // Without conditions on time the fit is the same at every instant: judged once.
  const fixed = timed.length === 0 ? letterAt(from) : null;
  return findFirstChange(
    rules.engagement,
    history,
    {
      read: (raw, at) =>
        (fixed ?? letterAt(at)) + gradeEngagement(holdScore(raw, rules.engagement), rules.grade.engagement),
      flipsAt: (at) => {
        const flips = timed.map((rule) => rule.flipsAt?.(contact, at) ?? Number.POSITIVE_INFINITY);
        const next = Math.min(...flips);
        return Number.isFinite(next) ? next : null;
      },
    },
    from,
    to,
    knownBy,
  );
}

/**
 * The first instant from `from` to `to` at which the engagement has reached a threshold; null for none. What a transition
 * stores as the instant at which it occurred, whenever it was decided.
 *
 * @param threshold 0 to 100
 * @param from, to, knownBy epoch milliseconds
 * @example
 * findFirstReach(
 *   { halfLife: 'never', onRecycle: 'keep', rules: [{ key: 'click', points: 5 }] },
 *   { touches: [{ id: 'a', kind: 'email-clicked', at: 10, knownAt: 10 }, { id: 'b', kind: 'email-clicked', at: 20, knownAt: 20 }], recycles: [] },
 *   10, 0, 100, 100,
 * ) // 20
 */
export function findFirstReach<Touch extends ScoredTouch>(
  rules: EngagementRules<Touch>,
  history: ScoreHistory<Touch>,
  threshold: number,
  from: number,
  to: number,
  knownBy: number,
): number | null {
  const read = (raw: number) => hasReached(holdScore(raw, rules), threshold);
  if (read(countTally(tallyTouches(rules, sortHistory(history, knownBy), from), from))) return from;
  return findFirstChange(rules, history, { read }, from, to, knownBy);
}

/**
 * The first instant from `from` to `to` at which the grade is one of those wanted; null for none.
 *
 * @param from, to, knownBy epoch milliseconds
 * @example
 * findFirstGrade({
 *   fit: [],
 *   engagement: { halfLife: 'never', onRecycle: 'keep', rules: [{ key: 'demo', points: 50 }] },
 *   grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } },
 * }, null, { touches: [{ id: 't1', kind: 'demo', at: 7, knownAt: 7 }], recycles: [] }, new Set(['D2']), 0, 100, 100) // 7
 */
export function findFirstGrade<Contact, Touch extends ScoredTouch>(
  rules: ScoringRules<Contact, Touch>,
  contact: Contact,
  history: ScoreHistory<Touch>,
  wanted: ReadonlySet<Grade>,
  from: number,
  to: number,
  knownBy: number,
): number | null {
  for (let at: number | null = from; at !== null; at = findGradeChange(rules, contact, history, at, to, knownBy)) {
    const letter = gradeFit(scoreFit(rules.fit, contact, at).score, rules.grade.fit);
    const { score } = scoreEngagement(rules.engagement, history, at, knownBy);
    if (wanted.has(`${letter}${gradeEngagement(score, rules.grade.engagement)}`)) return at;
  }
  return null;
}
