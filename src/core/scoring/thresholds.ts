import { type Confusion, countByScore, countConfusion, type Outcome } from './outcomes.ts';

/** A threshold and what it is worth by the measure it was chosen by. */
export type Threshold = { readonly threshold: number; readonly value: number };

/**
 * The observed score that is best as a threshold by F1, and by Youden's J (recall less false positive rate). Of equally
 * good ones the highest: it means less work for Sales. Null where the measure is not defined for any.
 *
 * @example
 * findBestThreshold([{ score: 9, won: true }, { score: 5, won: false }]).f1 // { threshold: 9, value: 1 }
 */
export function findBestThreshold(outcomes: readonly Outcome[]): { f1: Threshold | null; youden: Threshold | null } {
  return {
    f1: pickThreshold(outcomes, ({ f1 }) => f1),
    youden: pickThreshold(outcomes, ({ recall, falsePositiveRate }) =>
      recall === null || falsePositiveRate === null ? null : recall - falsePositiveRate,
    ),
  };
}

/**
 * The observed score that earns most as a threshold, what it earns, and the share of won leads from which on sending one
 * pays: cost / (gain + cost). Of equally good ones the highest.
 *
 * @param gain of a lead that is sent and won, in minor units
 * @param cost of a lead that is sent and not won, in minor units
 * @example
 * findMostValuableThreshold([{ score: 9, won: true }, { score: 5, won: false }], 900, 100)
 * // { threshold: 9, value: 900, breakEvenPrecision: 0.1 }
 */
export function findMostValuableThreshold(
  outcomes: readonly Outcome[],
  gain: number,
  cost: number,
): { threshold: number | null; value: number | null; breakEvenPrecision: number | null } {
  const best = pickThreshold(
    outcomes,
    ({ truePositives, falsePositives }) => gain * truePositives - cost * falsePositives,
  );
  return {
    threshold: best?.threshold ?? null,
    value: best?.value ?? null,
    breakEvenPrecision: gain + cost === 0 ? null : cost / (gain + cost),
  };
}

/**
 * The lowest observed score that sends no more leads than Sales can work; null when even the highest sends more.
 *
 * @param capacity leads
 * @example
 * findThresholdForCapacity([{ score: 9, won: true }, { score: 5, won: false }, { score: 5, won: true }], 2)
 * // { threshold: 9, volume: 1 }
 */
export function findThresholdForCapacity(
  outcomes: readonly Outcome[],
  capacity: number,
): { threshold: number | null; volume: number } {
  let threshold: number | null = null;
  let volume = 0;
  for (const { score, won, lost } of countByScore(outcomes).reverse()) {
    if (volume + won + lost > capacity) break;
    threshold = score;
    volume += won + lost;
  }
  return { threshold, volume };
}

function pickThreshold(
  outcomes: readonly Outcome[],
  measure: (confusion: Confusion) => number | null,
): Threshold | null {
  let best: Threshold | null = null;
  for (const { score } of countByScore(outcomes).reverse()) {
    const value = measure(countConfusion(outcomes, score));
    if (value !== null && (best === null || value > best.value)) best = { threshold: score, value };
  }
  return best;
}
