/** A lead as it stood when it was handed over, and what became of it. Score it as of then: later touches leak the outcome. */
export type Outcome = { readonly score: number; readonly won: boolean };

/** How a threshold would have sorted the leads: sent to Sales when the score reaches it. Null where nothing can be divided. */
export type Confusion = {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  /** Share of the leads sent that were won. */
  readonly precision: number | null;
  /** Share of the won leads that were sent. */
  readonly recall: number | null;
  readonly falsePositiveRate: number | null;
  readonly f1: number | null;
  /** Leads sent. */
  readonly volume: number;
  /** Precision by the share of all leads that were won. */
  readonly lift: number | null;
};

/**
 * How well scores put won leads before others: the chance that a won lead has the higher score than one that was not, a
 * tie counting half (Mann-Whitney U, the area under the ROC curve). Null when only one kind is there.
 *
 * @example
 * measureAuc([{ score: 9, won: true }, { score: 5, won: false }, { score: 5, won: true }]) // 0.75
 */
export function measureAuc(outcomes: readonly Outcome[]): number | null {
  const won = outcomes.filter((outcome) => outcome.won).length;
  const lost = outcomes.length - won;
  if (won === 0 || lost === 0) return null;
  let wins = 0;
  let below = 0;
  for (const { won: here, lost: lostHere } of countByScore(outcomes)) {
    wins += here * (below + lostHere / 2);
    below += lostHere;
  }
  return wins / (won * lost);
}

/**
 * What a threshold would have sent, and how much of it was won.
 *
 * @example
 * countConfusion([{ score: 9, won: true }, { score: 5, won: false }], 5).precision // 0.5
 */
export function countConfusion(outcomes: readonly Outcome[], threshold: number): Confusion {
  const sent = outcomes.filter(({ score }) => score >= threshold);
  const won = outcomes.filter((outcome) => outcome.won).length;
  const truePositives = sent.filter((outcome) => outcome.won).length;
  const falsePositives = sent.length - truePositives;
  const falseNegatives = won - truePositives;
  const trueNegatives = outcomes.length - won - falsePositives;
  const precision = divide(truePositives, sent.length);
  const base = divide(won, outcomes.length);
  return {
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    precision,
    recall: divide(truePositives, won),
    falsePositiveRate: divide(falsePositives, falsePositives + trueNegatives),
    f1: divide(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    volume: sent.length,
    lift: precision === null || base === null ? null : divide(precision, base),
  };
}

/**
 * How much better than all leads those with the best scores were. Where the cut falls among equal scores, each of them
 * counts by the same share, so that the order of the rows makes no difference.
 *
 * @param fraction of the leads, 0 to 1; at least one lead
 * @example
 * measureLift([{ score: 9, won: true }, { score: 5, won: false }], 0.5) // { count: 1, rate: 1, base: 0.5, lift: 2 }
 */
export function measureLift(
  outcomes: readonly Outcome[],
  fraction: number,
): { count: number; rate: number | null; base: number | null; lift: number | null } {
  // The small part taken off keeps 0.07 x 100 from being 8 leads.
  const count = Math.min(outcomes.length, Math.max(1, Math.ceil(outcomes.length * fraction - 1e-9)));
  let left = count;
  let won = 0;
  for (const { won: here, lost } of countByScore(outcomes).reverse()) {
    const taken = Math.min(left, here + lost);
    won += (here * taken) / (here + lost);
    left -= taken;
  }
  const rate = divide(won, count);
  const base = divide(outcomes.filter((outcome) => outcome.won).length, outcomes.length);
  return { count, rate, base, lift: rate === null || base === null ? null : divide(rate, base) };
}

/**
 * The different scores, lowest first, each with how many leads were won and lost at it.
 *
 * @example
 * countByScore([{ score: 9, won: true }, { score: 5, won: false }, { score: 9, won: false }])
 * // [{ score: 5, won: 0, lost: 1 }, { score: 9, won: 1, lost: 1 }]
 */
export function countByScore(outcomes: readonly Outcome[]): { score: number; won: number; lost: number }[] {
  const counts = new Map<number, { score: number; won: number; lost: number }>();
  for (const { score, won } of outcomes) {
    const count = counts.get(score) ?? { score, won: 0, lost: 0 };
    if (won) count.won += 1;
    else count.lost += 1;
    counts.set(score, count);
  }
  return [...counts.values()].sort((a, b) => a.score - b.score);
}

function divide(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
