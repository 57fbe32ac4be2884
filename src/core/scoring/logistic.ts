/** Leads with the same features: how many there were and how many were won. */
export type OutcomeGroup = { readonly features: readonly number[]; readonly count: number; readonly won: number };

/** The chance to win is `1 / (1 + e^-(intercept + sum of coefficient x feature))`. */
export type LogisticModel = { readonly intercept: number; readonly coefficients: readonly number[] };

export type LogisticFit = LogisticModel & {
  /** The chance that the model gives each group, in their order. */
  readonly chances: readonly number[];
  /** What one more of a feature does to the odds, e^coefficient. */
  readonly oddsRatios: readonly number[];
  /** False when the steps did not end: without a penalty, where a feature tells won from lost entirely. */
  readonly converged: boolean;
};

/**
 * The logistic regression of won on features: the largest log-likelihood less `penalty / 2` x the sum of the squared
 * coefficients, the intercept free; by Newton's method with halved steps.
 *
 * @param penalty the lambda of L2; 0 for none
 * @example
 * fitLogistic([{ features: [1], count: 100, won: 30 }, { features: [0], count: 200, won: 10 }], 0)
 *   .oddsRatios[0]?.toFixed(4) // '8.1429'
 */
export function fitLogistic(groups: readonly OutcomeGroup[], penalty: number): LogisticFit {
  const rows = groups.map(({ features, count, won }) => ({ x: [1, ...features], count, won }));
  let beta: number[] = new Array((groups[0]?.features.length ?? 0) + 1).fill(0);
  let height = measureHeight(rows, beta, penalty);
  let converged = false;
  for (let round = 0; round < 100 && !converged; round += 1) {
    const step = solve(...findSlope(rows, beta, penalty));
    if (step === null) break;
    let scale = 1;
    let next = beta;
    let reached = Number.NEGATIVE_INFINITY;
    // A whole step of Newton's can overshoot; the half of it that rises is taken.
    for (; scale > 1e-10; scale /= 2) {
      next = beta.map((value, at) => value + scale * (step[at] ?? 0));
      reached = measureHeight(rows, next, penalty);
      if (reached >= height - 1e-12 * Math.abs(height)) break;
    }
    converged = step.every((part) => Math.abs(part) < 1e-10);
    beta = next;
    height = reached;
  }
  const [intercept = 0, ...coefficients] = beta;
  return {
    intercept,
    coefficients,
    chances: rows.map(({ x }) => toChance(multiply(beta, x))),
    oddsRatios: coefficients.map(Math.exp),
    converged,
  };
}

/** Why a model gives one lead its chance: what an average lead has, and what each feature adds to it, in log-odds. */
export type ChanceExplanation = {
  readonly base: number;
  readonly contributions: readonly number[];
  readonly logit: number;
  readonly chance: number;
  /** The names of the features, the one of most weight first. */
  readonly order: readonly string[];
};

/**
 * Explains the chance of one lead: coefficient x (value - mean) for each feature (linear SHAP). Base and contributions sum
 * to the log-odds exactly.
 *
 * @param means of the features over all leads
 * @example
 * explainChance({ intercept: -2, coefficients: [2] }, [0.5], [1], ['demo'])
 * // { base: -1, contributions: [1], logit: 0, chance: 0.5, order: ['demo'] }
 */
export function explainChance(
  model: LogisticModel,
  means: readonly number[],
  values: readonly number[],
  names: readonly string[],
): ChanceExplanation {
  const base = model.intercept + multiply(model.coefficients, means);
  const contributions = model.coefficients.map(
    (coefficient, at) => coefficient * ((values[at] ?? 0) - (means[at] ?? 0)),
  );
  const logit = contributions.reduce((sum, part) => sum + part, base);
  const weightOf = (name: string) => Math.abs(contributions[names.indexOf(name)] ?? 0);
  const order = names.toSorted((a, b) => weightOf(b) - weightOf(a));
  return { base, contributions, logit, chance: toChance(logit), order };
}

type Row = { readonly x: readonly number[]; readonly count: number; readonly won: number };

function multiply(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
}

function toChance(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** Log-likelihood less the penalty. */
function measureHeight(rows: readonly Row[], beta: readonly number[], penalty: number): number {
  let height = 0;
  for (const { x, count, won } of rows) {
    const logit = multiply(beta, x);
    // log(1 + e^logit) without overflow.
    height += won * logit - count * (Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))));
  }
  return height - (penalty / 2) * beta.slice(1).reduce((sum, value) => sum + value * value, 0);
}

/** Negative second derivatives and first derivatives of the height. */
function findSlope(rows: readonly Row[], beta: readonly number[], penalty: number): [number[][], number[]] {
  const curve = beta.map((_, row) => beta.map((_, column) => (row === column && row > 0 ? penalty : 0)));
  const slope = beta.map((value, at) => (at > 0 ? -penalty * value : 0));
  for (const { x, count, won } of rows) {
    const chance = toChance(multiply(beta, x));
    for (const [row, value] of x.entries()) {
      slope[row] = (slope[row] ?? 0) + value * (won - count * chance);
      const line = curve[row] ?? [];
      for (const [column, other] of x.entries()) {
        line[column] = (line[column] ?? 0) + count * chance * (1 - chance) * value * other;
      }
    }
  }
  return [curve, slope];
}

/** Gauss elimination with the largest pivot; null for a singular matrix. */
function solve(matrix: readonly number[][], right: readonly number[]): number[] | null {
  const rows = matrix.map((line, at) => [...line, right[at] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    const rest = rows.slice(column).sort((a, b) => Math.abs(b[column] ?? 0) - Math.abs(a[column] ?? 0));
    rows.splice(column, rest.length, ...rest);
    const pivot = rows[column] ?? [];
    const head = pivot[column] ?? 0;
    if (Math.abs(head) < 1e-14) return null;
    for (const [at, line] of rows.entries()) {
      if (at === column) continue;
      const factor = (line[column] ?? 0) / head;
      for (let place = column; place <= size; place += 1)
        line[place] = (line[place] ?? 0) - factor * (pivot[place] ?? 0);
    }
  }
  return rows.map((line, at) => (line[size] ?? 0) / (line[at] ?? 1));
}
