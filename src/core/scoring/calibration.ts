/** What a model said of a lead, 0 to 1, and what became of it. */
export type Prediction = { readonly chance: number; readonly won: boolean };

/**
 * Whether chances mean what they say: the Brier score (mean squared error, 0 is best), and the mean chance beside the share
 * that was won (calibration in the large). Null without leads.
 *
 * @example
 * measureCalibration([{ chance: 0.5, won: true }, { chance: 0.5, won: false }]) // { brier: 0.25, meanChance: 0.5, rate: 0.5 }
 */
export function measureCalibration(
  predictions: readonly Prediction[],
): { brier: number; meanChance: number; rate: number } | null {
  const count = predictions.length;
  if (count === 0) return null;
  let squares = 0;
  let chances = 0;
  let won = 0;
  for (const prediction of predictions) {
    const outcome = Number(prediction.won);
    squares += (prediction.chance - outcome) ** 2;
    chances += prediction.chance;
    won += outcome;
  }
  return { brier: squares / count, meanChance: chances / count, rate: won / count };
}
