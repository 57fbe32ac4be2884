import { judgeChange, judgePairedChange } from '../statistics/change.ts';
import { findMean } from '../statistics/quantile.ts';
import { fewestAnswers } from './questions.ts';

/** Answers to one question, told apart by nobody. */
export type AnswerSample = { readonly n: number; readonly mean: number };

/**
 * The mean of answers; null when there are too few to show.
 *
 * @param answers each 1 to 5
 * @example
 * sampleAnswers([4, 4, 5, 3]) // { n: 4, mean: 4 }
 * sampleAnswers([1, 1, 1]) // null
 */
export function sampleAnswers(answers: readonly number[]): AnswerSample | null {
  const mean = findMean(answers);
  return mean === null || answers.length < fewestAnswers ? null : { n: answers.length, mean };
}

/**
 * How the mean of answers changed, and whether by more than twice its standard error. The error itself is not told: with the
 * means of four people it would say who answered what. `paired` where each person was compared with themselves.
 */
export type AnswerChange = {
  readonly difference: number;
  readonly isReal: boolean;
  readonly paired: boolean;
};

/**
 * How answers to one question changed. When exactly the same people answered both times, each is compared with themselves.
 * When anybody is missing or new the two means are compared: comparing only those who stayed would show a group that may be
 * one of few.
 *
 * @param before answers by person; the keys only match people and are never shown
 * @returns null when either time has too few answers
 * @example
 * const before = new Map([['a', 2], ['b', 3], ['c', 2], ['d', 3]]);
 * const after = new Map([['a', 3], ['b', 4], ['c', 3], ['d', 4]]);
 * compareAnswers(before, after) // { difference: 1, isReal: true, paired: true }
 */
export function compareAnswers(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): AnswerChange | null {
  if (before.size < fewestAnswers || after.size < fewestAnswers) return null;
  const pairs = [...before].flatMap(([person, answer]) => {
    const then = after.get(person);
    return then === undefined ? [] : [[answer, then] as const];
  });
  const paired = pairs.length === before.size && pairs.length === after.size;
  const change = paired ? judgePairedChange(pairs) : judgeChange([...before.values()], [...after.values()]);
  return { difference: change.difference ?? 0, isReal: change.isReal ?? false, paired };
}
