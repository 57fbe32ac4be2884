import type { Outcome } from './outcomes.ts';

/** A lead that was handed to Sales, and when it was won; epoch milliseconds. */
export type HandedLead = { readonly handedAt: number; readonly wonAt: number | null };

export type MatureOutcomes<Lead> = {
  /** Leads whose time is over, each with its score of the instant at which it was handed over. */
  readonly outcomes: readonly (Outcome & { readonly lead: Lead; readonly at: number })[];
  /** Leads that can still be won in time; left out, not lost. */
  readonly immature: number;
};

/**
 * Scores as of handover beside what became of the leads, of those whose time is over by now. Nothing that happened or was
 * heard after handover may enter the score: it would leak the outcome. So `scoreAsOf` is given the instant, as
 * `scoreEngagement` wants it.
 *
 * @param window in which a win counts, milliseconds from handover; by then the lead is mature
 * @param asOf epoch milliseconds
 * @example
 * const leads = [{ handedAt: 0, wonAt: 20 }, { handedAt: 10, wonAt: 200 }, { handedAt: 90, wonAt: null }];
 * const { outcomes, immature } = joinOutcomes(leads, (_, at) => at + 50, 50, 100);
 * [outcomes.map(({ score, won }) => [score, won]), immature] // [[[50, true], [60, false]], 1]
 */
export function joinOutcomes<Lead extends HandedLead>(
  leads: readonly Lead[],
  scoreAsOf: (lead: Lead, at: number) => number,
  window: number,
  asOf: number,
): MatureOutcomes<Lead> {
  const handed = leads.filter(({ handedAt }) => handedAt <= asOf);
  const mature = handed.filter(({ handedAt }) => handedAt + window <= asOf);
  return {
    outcomes: mature.map((lead) => ({
      lead,
      at: lead.handedAt,
      score: scoreAsOf(lead, lead.handedAt),
      won: lead.wonAt !== null && lead.wonAt <= lead.handedAt + window,
    })),
    immature: handed.length - mature.length,
  };
}

export type CalibrationBasis = {
  readonly isEnough: boolean;
  readonly decided: number;
  readonly won: number;
  /** How many more of each it takes. */
  readonly missing: { readonly decided: number; readonly won: number };
};

/**
 * Whether there is enough to calibrate by: 200 leads that are decided, 50 of them won, unless said. Before that, keep the
 * points that were agreed.
 *
 * @example
 * checkBasis([{ won: true }, { won: false }]) // { isEnough: false, decided: 2, won: 1, missing: { decided: 198, won: 49 } }
 */
export function checkBasis(
  outcomes: readonly { readonly won: boolean }[],
  least: { readonly decided: number; readonly won: number } = { decided: 200, won: 50 },
): CalibrationBasis {
  const decided = outcomes.length;
  const won = outcomes.filter((outcome) => outcome.won).length;
  const missing = { decided: Math.max(0, least.decided - decided), won: Math.max(0, least.won - won) };
  return { isEnough: missing.decided === 0 && missing.won === 0, decided, won, missing };
}
