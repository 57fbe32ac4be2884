import { measureDifference } from '../statistics/difference.ts';
import { findQuantiles } from '../statistics/quantile.ts';
import { type Interval, wilson } from '../statistics/wilson.ts';
import { measureCalibration, type Prediction } from './calibration.ts';
import type { Grade } from './grade.ts';

/**
 * How far scores have moved from what they were: the population stability index over tenths of the scores before. Above 0.2,
 * and above what chance makes of so few scores, they have moved so far that thresholds and points need another look. Null
 * without scores on one side.
 *
 * @example
 * const before = Array.from({ length: 100 }, (_, n) => n);
 * measureDrift(before, before) // { index: 0, hasMoved: false }
 * measureDrift(before, before.map((score) => score + 50)).hasMoved // true
 * measureDrift(before, []) // null
 */
export function measureDrift(
  before: readonly number[],
  now: readonly number[],
): { index: number; hasMoved: boolean } | null {
  if (before.length === 0 || now.length === 0) return null;
  const tenths = Array.from({ length: 9 }, (_, n) => (n + 1) / 10);
  // Where many scores are equal, several tenths end at one of them.
  const edges = [...new Set(findQuantiles(before, tenths).filter((edge) => edge !== null))];
  const [then, today] = [shareByBin(before, edges), shareByBin(now, edges)];
  const index = then.reduce((sum, share, bin) => {
    const other = today[bin] ?? share;
    return sum + (other - share) * Math.log(other / share);
  }, 0);
  return { index, hasMoved: index > Math.max(0.2, findIndexByChance(edges.length, before.length, now.length)) };
}

/** What the index stays below in 95 of 100 cases if nothing has moved: a chi-square (Wilson and Hilferty). */
function findIndexByChance(freedom: number, before: number, now: number): number {
  const part = 2 / (9 * freedom);
  return freedom * (1 - part + 1.6449 * Math.sqrt(part)) ** 3 * (1 / before + 1 / now);
}

/** The share of scores in each bin; half a score is added to each, so that an empty one has a logarithm. */
function shareByBin(scores: readonly number[], edges: readonly number[]): number[] {
  const counts: number[] = new Array(edges.length + 1).fill(0.5);
  for (const score of scores) {
    const bin = edges.findIndex((edge) => score <= edge);
    const place = bin === -1 ? edges.length : bin;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  const total = scores.length + counts.length / 2;
  return counts.map((count) => count / total);
}

/**
 * Whether chances are too high or too low on the whole: the mean chance beside the share that was won with its interval.
 * Null without leads.
 *
 * @example
 * checkCalibrationInTheLarge([{ chance: 0.9, won: false }, { chance: 0.9, won: false }, { chance: 0.9, won: false }])?.verdict
 * // 'too-high'
 */
export function checkCalibrationInTheLarge(
  predictions: readonly Prediction[],
): (Interval & { meanChance: number; verdict: 'holds' | 'too-high' | 'too-low' }) | null {
  const measured = measureCalibration(predictions);
  if (measured === null) return null;
  const { meanChance } = measured;
  const interval = wilson(predictions.filter(({ won }) => won).length, predictions.length);
  const verdict =
    meanChance > (interval.high ?? 1) ? 'too-high' : meanChance < (interval.low ?? 0) ? 'too-low' : 'holds';
  return { ...interval, meanChance, verdict };
}

/** What Sales said to handoffs of one grade. */
export type GradeCount = { readonly grade: Grade; readonly accepted: number; readonly decided: number };

export type GradeInversion = {
  readonly better: Grade;
  readonly worse: Grade;
  /** Acceptance of the better grade less that of the worse one: below 0. */
  readonly difference: number;
  /** Whether that is more than chance: the whole interval is below 0. Then the rules of fit are wrong. */
  readonly isReal: boolean;
};

/**
 * Acceptance by grade, and where a better grade is accepted less often than a worse one. A grade is better than another when
 * neither its letter nor its number is worse.
 *
 * @example
 * const { inversions } = compareGrades([
 *   { grade: 'A1', accepted: 20, decided: 80 }, { grade: 'B2', accepted: 60, decided: 90 }, { grade: 'A4', accepted: 0, decided: 9 },
 * ]);
 * inversions.map(({ better, worse, isReal }) => [better, worse, isReal]) // [['A1', 'B2', true]]
 */
export function compareGrades(counts: readonly GradeCount[]): {
  rows: (GradeCount & Interval)[];
  inversions: GradeInversion[];
} {
  const inversions = counts.flatMap((better) =>
    counts.flatMap((worse): GradeInversion[] => {
      if (!isBetter(better.grade, worse.grade)) return [];
      const { difference, high } = measureDifference(
        { count: better.accepted, of: better.decided },
        { count: worse.accepted, of: worse.decided },
      );
      if (difference === null || high === null || difference >= 0) return [];
      return [{ better: better.grade, worse: worse.grade, difference, isReal: high < 0 }];
    }),
  );
  return { rows: counts.map((count) => ({ ...count, ...wilson(count.accepted, count.decided) })), inversions };
}

function isBetter(one: Grade, other: Grade): boolean {
  const [letter = '', level = ''] = one;
  const [otherLetter = '', otherLevel = ''] = other;
  return one !== other && letter <= otherLetter && level <= otherLevel;
}
