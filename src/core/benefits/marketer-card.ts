import type { Share } from '../statistics/difference.ts';
import { divide } from '../statistics/quantile.ts';
import { type CardFigure, lackFigure, type Range, toEstimate, toFigure, toShare } from './card-figure.ts';

/** What was spent on a source, and the margin of the revenue that is credited to it. Money in one currency. */
export type SourceReturn = { readonly spend: number; readonly margin: number };

export type EvidencedBudget = {
  readonly budget: number;
  /** Spend on sources whose credited margin reaches their spend. */
  readonly evidenced: number;
  readonly evidencedShare: number | null;
  /** Credited margin by spend. */
  readonly coverage: number | null;
  /** Spend that nothing speaks for yet. */
  readonly atRisk: number;
};

/**
 * How much of a budget has paid for itself. A source that costs nothing is in it with nothing.
 *
 * @example
 * measureEvidencedBudget([{ spend: 20000, margin: 52000 }, { spend: 20000, margin: 6000 }])
 * // { budget: 40000, evidenced: 20000, evidencedShare: 0.5, coverage: 1.45, atRisk: 20000 }
 */
export function measureEvidencedBudget(sources: readonly SourceReturn[]): EvidencedBudget {
  const sum = (some: readonly SourceReturn[], of: keyof SourceReturn) => some.reduce((all, one) => all + one[of], 0);
  const budget = sum(sources, 'spend');
  const evidenced = sum(
    sources.filter(({ spend, margin }) => margin >= spend),
    'spend',
  );
  return {
    budget,
    evidenced,
    evidencedShare: divide(evidenced, budget),
    coverage: divide(sum(sources, 'margin'), budget),
    atRisk: budget - evidenced,
  };
}

/**
 * What lies untouched: the expected value of leads that are past due without an attempt.
 *
 * @param values of each such lead; null where its type has none in the agreement
 * @example
 * measureUnworkedValue([1600, 7200, null]) // { value: 8800, leads: 3, withoutValue: 1 }
 */
export function measureUnworkedValue(values: readonly (number | null)[]): {
  value: number;
  leads: number;
  withoutValue: number;
} {
  const known = values.flatMap((value) => value ?? []);
  return {
    value: known.reduce((sum, value) => sum + value, 0),
    leads: values.length,
    withoutValue: values.length - known.length,
  };
}

/** What is known of a marketer's month; null or absent for what is not. */
export type MarketerInput = {
  readonly promise?: { readonly delivered: number; readonly promised: number } | null;
  readonly campaigns?: readonly { readonly campaign: string; readonly accepted: Share }[] | null;
  readonly reasons?: readonly { readonly reason: string; readonly count: number }[] | null;
  /** Credited revenue by the agreed model, with the least and the most that any model gives. */
  readonly revenue?: Range | null;
  readonly sources?: readonly SourceReturn[] | null;
  /** Expected values of the marketer's leads that are past due without an attempt. */
  readonly unworked?: readonly (number | null)[] | null;
  /** Items of content that were used in deals won. */
  readonly contentInWins?: number | null;
};

export type MarketerCard = Readonly<
  Record<
    | 'valueDelivered'
    | 'promiseKept'
    | 'revenue'
    | 'budgetEvidenced'
    | 'budgetEvidencedShare'
    | 'coverage'
    | 'budgetAtRisk'
    | 'unworkedLeads'
    | 'unworkedValue'
    | 'contentInWins',
    CardFigure
  >
> & {
  readonly acceptance: readonly { readonly campaign: string; readonly figure: CardFigure }[];
  /** What Sales said, most often first. */
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
};

/**
 * What became of a marketer's work, and what speaks for the budget. The value that lies unworked is shown to Sales in the
 * same words.
 *
 * @example
 * const card = measureMarketerCard({ sources: [{ spend: 100, margin: 60 }], unworked: [1600] });
 * [card.budgetAtRisk.value, card.unworkedValue.value, card.revenue.missing] // [100, 1600, ['touches of deals won']]
 */
export function measureMarketerCard(input: MarketerInput): MarketerCard {
  const { promise, campaigns, reasons, revenue, sources, unworked, contentInWins } = input;
  const budget = sources ? measureEvidencedBudget(sources) : null;
  const idle = unworked ? measureUnworkedValue(unworked) : null;
  const spend = 'spend of campaigns with the revenue credited to them';
  return {
    valueDelivered: toEstimate(
      promise ? { value: promise.delivered, low: null, high: null } : null,
      'values of the types of lead in the agreement',
    ),
    promiseKept: toFigure(promise ? divide(promise.delivered, promise.promised) : null, 'a promise of value'),
    acceptance: (campaigns ?? []).map(({ campaign, accepted }) => ({
      campaign,
      figure: toShare(accepted, 'decided leads'),
    })),
    reasons: (reasons ?? []).toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    revenue: toEstimate(revenue ?? null, 'touches of deals won'),
    budgetEvidenced: toFigure(budget?.evidenced ?? null, spend),
    budgetEvidencedShare: toFigure(budget?.evidencedShare ?? null, spend),
    coverage: toFigure(budget?.coverage ?? null, spend),
    budgetAtRisk: toFigure(budget?.atRisk ?? null, spend),
    unworkedLeads: toFigure(idle?.leads ?? null, 'your leads with Sales'),
    unworkedValue: estimateUnworked(idle),
    contentInWins: toFigure(contentInWins ?? null, 'content logged in deals'),
  };
}

function estimateUnworked(idle: ReturnType<typeof measureUnworkedValue> | null): CardFigure {
  if (idle === null) return lackFigure('your leads with Sales');
  const hasNoValue = idle.leads > 0 && idle.withoutValue === idle.leads;
  return toEstimate(
    hasNoValue ? null : { value: idle.value, low: null, high: null },
    'values of the types of lead in the agreement',
  );
}
