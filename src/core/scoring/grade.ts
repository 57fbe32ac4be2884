export const fitLetters = ['A', 'B', 'C', 'D'] as const;
export const engagementLevels = ['1', '2', '3', '4'] as const;
export type FitLetter = (typeof fitLetters)[number];
export type EngagementLevel = (typeof engagementLevels)[number];
/** Who they are by a letter, what they do by a number: A1 is best, D4 least. */
export type Grade = `${FitLetter}${EngagementLevel}`;

/** The lower edge of each band, 0 to 100; what lies below the last is D or 4. */
export type GradeBands = {
  readonly fit: Readonly<Record<'A' | 'B' | 'C', number>>;
  readonly engagement: Readonly<Record<'1' | '2' | '3', number>>;
};

/** What a grade asks for. */
export type GradeAction = 'route-now' | 'route' | 'nurture-high-fit' | 'nurture' | 'check-fit' | 'hold';

/** An edge counts as reached within this, so that the rounding of binary fractions never costs anybody a grade. */
const edgeTolerance = 1e-9;

/**
 * Whether a score has reached an edge; the edge itself counts.
 *
 * @param score 0 to 100
 * @example
 * hasReached(74.999, 75) // false
 */
export function hasReached(score: number, edge: number): boolean {
  return score + edgeTolerance >= edge;
}

/**
 * The letter of a fit, 0 to 100; lower edges are inclusive.
 *
 * @example
 * gradeFit(75, { A: 75, B: 50, C: 25 }) // 'A'
 */
export function gradeFit(fit: number, bands: GradeBands['fit']): FitLetter {
  if (hasReached(fit, bands.A)) return 'A';
  if (hasReached(fit, bands.B)) return 'B';
  return hasReached(fit, bands.C) ? 'C' : 'D';
}

/**
 * The level of an engagement, 0 to 100; lower edges are inclusive.
 *
 * @example
 * gradeEngagement(49.9, { 1: 75, 2: 50, 3: 25 }) // '3'
 */
export function gradeEngagement(engagement: number, bands: GradeBands['engagement']): EngagementLevel {
  if (hasReached(engagement, bands[1])) return '1';
  if (hasReached(engagement, bands[2])) return '2';
  return hasReached(engagement, bands[3]) ? '3' : '4';
}

const actions: Readonly<Record<Grade, GradeAction>> = {
  A1: 'route-now',
  A2: 'route-now',
  A3: 'route',
  A4: 'nurture-high-fit',
  B1: 'route-now',
  B2: 'route',
  B3: 'nurture',
  B4: 'nurture',
  C1: 'route',
  C2: 'nurture',
  C3: 'nurture',
  C4: 'hold',
  D1: 'check-fit',
  D2: 'hold',
  D3: 'hold',
  D4: 'hold',
};

/**
 * What a grade asks for. D1 is keen but does not fit (a student, a competitor): look first, do not route.
 *
 * @example
 * findGradeAction('D1') // 'check-fit'
 */
export function findGradeAction(grade: Grade): GradeAction {
  return actions[grade];
}
