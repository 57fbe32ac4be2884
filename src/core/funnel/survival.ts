/** How long something was watched, and whether it happened then; infinite for what can never happen any more. */
export type Observation = { readonly time: number; readonly happened: boolean };

/** At `time` it happened to `events` of the `atRisk` it could; `waiting` is the share to whom it then has not. */
export type SurvivalStep = {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly waiting: number;
};

/**
 * The share that still waits, by how long, from cases that are watched for different times (Kaplan and Meier): whoever is
 * still open counts for as long as they were watched, and is neither taken for a success nor left out. At one time what
 * happens comes before what ends being watched.
 *
 * @example
 * estimateWaiting([{ time: 5, happened: true }, { time: 7, happened: false }, { time: 9, happened: true }])
 * // [{ time: 5, atRisk: 3, events: 1, waiting: 1 - 1 / 3 }, { time: 9, atRisk: 1, events: 1, waiting: 0 }]
 * estimateWaiting([]) // []
 */
export function estimateWaiting(observations: readonly Observation[]): SurvivalStep[] {
  const order = observations.toSorted((a, b) => (a.time === b.time ? 0 : a.time - b.time));
  const steps: SurvivalStep[] = [];
  let waiting = 1;
  for (let at = 0; at < order.length; ) {
    const time = order[at]?.time;
    const atRisk = order.length - at;
    let events = 0;
    for (; at < order.length && order[at]?.time === time; at += 1) if (order[at]?.happened) events += 1;
    if (events === 0 || time === undefined) continue;
    waiting *= 1 - events / atRisk;
    steps.push({ time, atRisk, events, waiting });
  }
  return steps;
}

/**
 * The time by which it has happened to this share, half unless said; null when it never comes to that.
 *
 * @param share above 0, at most 1
 * @example
 * const slow = { time: Number.POSITIVE_INFINITY, happened: false };
 * findWaitingQuantile(estimateWaiting([{ time: 5, happened: true }, { time: 9, happened: true }, slow, slow])) // 9
 * findWaitingQuantile(estimateWaiting([{ time: 5, happened: true }, slow, slow])) // null
 */
export function findWaitingQuantile(steps: readonly SurvivalStep[], share = 0.5): number | null {
  // Products of fractions that make exactly a half may miss it by a rounding.
  return steps.find(({ waiting }) => waiting <= 1 - share + 1e-12)?.time ?? null;
}
