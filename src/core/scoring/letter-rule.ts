import { BatonError } from '../errors.ts';

/** School grades of other systems, best first: thirteen steps. Their order is not that of the alphabet: A+ > A > A-. */
export const letterGrades = ['A+', 'A', 'A-', 'B+', 'B', 'B-', 'C+', 'C', 'C-', 'D+', 'D', 'D-', 'F'] as const;
export type LetterGrade = (typeof letterGrades)[number];

/** A lead as a system with a score without upper bound and a letter grade has it. */
export type LetterGradedLead = { readonly score: number; readonly grade: LetterGrade };

type Test = (lead: LetterGradedLead) => boolean;

const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
};

/**
 * Reads a rule over score and letter grade, such as a company brings along from a system that it used before. `and` binds
 * more closely than `or`.
 *
 * @throws BatonError `score-rule.unreadable` with the part that cannot be read
 * @example
 * parseLetterRule('score>=100 and grade>=B')({ score: 120, grade: 'B-' }) // false
 */
export function parseLetterRule(text: string): (lead: LetterGradedLead) => boolean {
  const alternatives = text.split(/\s+or\s+/i).map((part) => part.split(/\s+and\s+/i).map(parseComparison));
  return (lead) => alternatives.some((tests) => tests.every((test) => test(lead)));
}

function parseComparison(text: string): Test {
  const [, field, operator = '', value = ''] = /^\s*(score|grade)\s*(>=|<=|==|>|<|=)\s*(\S+)\s*$/i.exec(text) ?? [];
  const compare = comparisons[operator];
  if (field?.toLowerCase() === 'score' && compare && Number.isFinite(Number(value))) {
    return ({ score }) => compare(score, Number(value));
  }
  const wanted = rankOf(value);
  if (field?.toLowerCase() === 'grade' && compare && wanted !== null) {
    return ({ grade }) => compare(rankOf(grade) ?? Number.NaN, wanted);
  }
  throw new BatonError(
    'invalid',
    'score-rule.unreadable',
    `"${text.trim()}" cannot be read. Compare score with a number or grade with a letter, such as score>=100 and grade>=B.`,
  );
}

/** Higher is better. */
function rankOf(grade: string): number | null {
  const names: readonly string[] = letterGrades;
  const place = names.indexOf(grade.toUpperCase());
  return place === -1 ? null : letterGrades.length - place;
}
