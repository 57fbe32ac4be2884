/** The pulse: ten statements, the same words for both departments, from 1 (strongly disagree) to 5 (strongly agree). */
export const pulseQuestions = {
  p1: 'We use the same definition of a good lead.',
  p2: 'I know what the other team has promised us and whether it is kept.',
  p3: 'Leads handed over are worth working / are being worked.',
  p4: 'I get useful feedback from the other team.',
  p5: 'The other team respects my work.',
  p6: 'Our joint meetings lead to actions.',
  p7: 'Our goals fit together.',
  p8: 'Working together helps me reach my own targets.',
  p9: 'When results are bad we look for causes, not culprits.',
  p10: 'I would raise a problem with the other team directly.',
} as const;

export const pulseQuestionIds: readonly string[] = Object.keys(pulseQuestions);

/** A department, and any cut of one, is shown from so many answers on: below, an answer could be traced to its person. */
export const fewestAnswers = 4;

/**
 * The longer questionnaire for a quarter, 20 statements by Kotler, Rackham and Krishnaswamy. Its words are not free: we only
 * say where they are.
 */
export const quarterlyInstrument = {
  name: 'How Well Do Sales and Marketing Work Together?',
  link: 'https://hbr.org/2006/07/ending-the-war-between-sales-and-marketing',
} as const;

export type RelationshipBand = 'undefined' | 'defined' | 'aligned' | 'integrated';

/**
 * What the sum of the quarterly questionnaire (20 statements of 1 to 5) means by the key of its authors. Null for a sum that
 * 20 answers cannot have.
 *
 * @example
 * bandOfSum(39) // 'undefined'
 * bandOfSum(101) // null
 */
export function bandOfSum(sum: number): RelationshipBand | null {
  if (!(sum >= 20 && sum <= 100)) return null;
  if (sum >= 80) return 'integrated';
  if (sum >= 60) return 'aligned';
  return sum >= 40 ? 'defined' : 'undefined';
}
