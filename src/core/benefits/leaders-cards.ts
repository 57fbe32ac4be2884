import type { Share } from '../statistics/difference.ts';
import { divide } from '../statistics/quantile.ts';
import { type CardFigure, lackFigure, type Range, toEstimate, toFigure, toShare } from './card-figure.ts';

const due = 'promises that were due';

/**
 * What more (or fewer) sales-ready leads would bring: leads x rate at which they become customers x average deal.
 *
 * @param more leads, below 0 for fewer
 * @param rate with the bounds of its posterior
 * @example
 * estimateScenario(100, { value: 0.05, low: 0.04, high: 0.06 }, 1000) // { value: 5000, low: 4000, high: 6000 }
 * estimateScenario(-100, { value: 0.05, low: 0.04, high: 0.06 }, 1000) // { value: -5000, low: -6000, high: -4000 }
 */
export function estimateScenario(more: number, rate: Range, averageDeal: number): Range {
  const worth = (at: number) => more * at * averageDeal;
  if (rate.low === null || rate.high === null) return { value: worth(rate.value), low: null, high: null };
  const [low, high] = [worth(rate.low), worth(rate.high)];
  return { value: worth(rate.value), low: Math.min(low, high), high: Math.max(low, high) };
}

/** What is known for the head of Marketing; null or absent for what is not. Money in one currency. */
export type CmoInput = {
  readonly pipeline?: { readonly sourced: number; readonly influenced: number; readonly planned: number } | null;
  /** Return by the agreed model, with the least and the most that any model gives. */
  readonly romi?: Range | null;
  readonly romiByModel?: readonly { readonly model: string; readonly romi: number | null }[] | null;
  readonly costPerConfirmed?: number | null;
  /** Chance that revenue reaches the quota, and Marketing's part of the revenue forecast. */
  readonly forecast?: { readonly chance: number; readonly marketingPart: Range } | null;
  readonly marketingPromises?: Share | null;
  readonly salesPromises?: Share | null;
  readonly scenario?: { readonly moreLeads: number; readonly rate: Range; readonly averageDeal: number } | null;
};

export type CmoCard = Readonly<
  Record<
    | 'sourced'
    | 'sourcedOfPlan'
    | 'influenced'
    | 'romi'
    | 'costPerConfirmed'
    | 'chanceOfQuota'
    | 'forecastFromMarketing'
    | 'marketingPromises'
    | 'salesPromises'
    | 'scenario',
    CardFigure
  >
> & { readonly romiByModel: readonly { readonly model: string; readonly figure: CardFigure }[] };

/**
 * What Marketing brings to the quarter. Sourced is inside influenced: the two are never added.
 *
 * @example
 * const card = measureCmoCard({ pipeline: { sourced: 300, influenced: 500, planned: 400 } });
 * card.sourcedOfPlan.value // 0.75
 * card.romi.missing // ['spend and credited revenue']
 */
export function measureCmoCard(input: CmoInput): CmoCard {
  const { pipeline, forecast, scenario } = input;
  return {
    sourced: toFigure(pipeline?.sourced ?? null, 'deals with the first touch of their company'),
    sourcedOfPlan: toFigure(pipeline ? divide(pipeline.sourced, pipeline.planned) : null, 'a plan of the pipeline'),
    influenced: toFigure(pipeline?.influenced ?? null, 'deals with the touches before them'),
    romi: toEstimate(input.romi ?? null, 'spend and credited revenue'),
    romiByModel: (input.romiByModel ?? []).map(({ model, romi }) => ({
      model,
      figure: toFigure(romi, 'spend and credited revenue'),
    })),
    costPerConfirmed: toFigure(input.costPerConfirmed ?? null, 'spend and confirmed leads'),
    chanceOfQuota: toEstimate(forecast ? { value: forecast.chance, low: null, high: null } : null, 'a plan'),
    forecastFromMarketing: toEstimate(forecast?.marketingPart ?? null, 'a plan'),
    marketingPromises: toShare(input.marketingPromises, due),
    salesPromises: toShare(input.salesPromises, due),
    scenario: toEstimate(
      scenario ? estimateScenario(scenario.moreLeads, scenario.rate, scenario.averageDeal) : null,
      'leads whose outcome is known',
    ),
  };
}

export type EfficiencyInput = {
  readonly spend: number;
  readonly newRevenue: number;
  readonly margin: number;
  readonly misalignmentCost: number;
};

/**
 * What both departments bring for what they cost.
 *
 * @example
 * measureEfficiency({ spend: 240000, newRevenue: 600000, margin: 0.75, misalignmentCost: 72000 })
 * // { efficiency: 2.5, contribution: 210000, misalignmentShare: 0.12 }
 */
export function measureEfficiency({ spend, newRevenue, margin, misalignmentCost }: EfficiencyInput): {
  /** New revenue by spend. */
  efficiency: number | null;
  /** New revenue x margin - spend; below 0 it costs more than it brings. */
  contribution: number;
  /** Cost of misalignment by new revenue. */
  misalignmentShare: number | null;
} {
  return {
    efficiency: divide(newRevenue, spend),
    contribution: newRevenue * margin - spend,
    misalignmentShare: divide(misalignmentCost, newRevenue),
  };
}

/** A decision that only the sponsor can take, with what it is about in money where that is known. */
export type PendingDecision = { readonly what: string; readonly money: number | null };

/** What is known for the head of the company; null or absent for what is not. Money in one currency. */
export type CeoInput = {
  readonly revenue?: { readonly won: number; readonly planned: number } | null;
  readonly chanceOfQuota?: number | null;
  readonly cac?: number | null;
  /** `never` where a customer brings nothing to pay back with. */
  readonly paybackMonths?: number | 'never' | null;
  readonly alignment?: { readonly index: number | null; readonly largestGap: number | null } | null;
  readonly misalignmentCost?: Range | null;
  readonly spend?: number | null;
  readonly margin?: number | null;
  readonly decisions?: readonly PendingDecision[] | null;
};

export type CeoCard = Readonly<
  Record<
    | 'revenueOfPlan'
    | 'chanceOfQuota'
    | 'cac'
    | 'paybackMonths'
    | 'alignmentIndex'
    | 'perceptionGap'
    | 'misalignmentCost'
    | 'efficiency'
    | 'contribution',
    CardFigure
  >
> & {
  /** At most three, the dearest first. */
  readonly decisions: readonly PendingDecision[];
};

/**
 * The company on one page, without any figure of activity.
 *
 * @example
 * const card = measureCeoCard({ revenue: { won: 300, planned: 400 }, paybackMonths: 'never' });
 * [card.revenueOfPlan.value, card.paybackMonths.missing] // [0.75, ['a margin to pay back with']]
 */
export function measureCeoCard(input: CeoInput): CeoCard {
  const { revenue, alignment, misalignmentCost, spend, margin, paybackMonths } = input;
  const known = revenue && typeof spend === 'number' && typeof margin === 'number';
  const both = known
    ? measureEfficiency({ spend, newRevenue: revenue.won, margin, misalignmentCost: misalignmentCost?.value ?? 0 })
    : null;
  const answers = 'four answers of each department to the pulse';
  return {
    revenueOfPlan: toFigure(revenue ? divide(revenue.won, revenue.planned) : null, 'a plan of the revenue'),
    chanceOfQuota: toEstimate(
      typeof input.chanceOfQuota === 'number' ? { value: input.chanceOfQuota, low: null, high: null } : null,
      'a plan',
    ),
    cac: toFigure(input.cac ?? null, 'spend of both departments and new customers'),
    paybackMonths:
      paybackMonths === 'never'
        ? lackFigure('a margin to pay back with')
        : toFigure(paybackMonths ?? null, 'spend, new customers and their revenue'),
    alignmentIndex: toFigure(alignment?.index ?? null, answers),
    perceptionGap: toFigure(alignment?.largestGap ?? null, answers),
    misalignmentCost: toEstimate(misalignmentCost ?? null, 'leads whose outcome is known, handled well and not'),
    efficiency: toFigure(both?.efficiency ?? null, 'spend, revenue and margin'),
    contribution: toFigure(both?.contribution ?? null, 'spend, revenue and margin'),
    decisions: (input.decisions ?? []).toSorted((a, b) => (b.money ?? 0) - (a.money ?? 0)).slice(0, 3),
  };
}

/** What is known for the head of Sales; null or absent for what is not. Money in one currency. */
export type SalesHeadInput = {
  /** Minutes that the leads need by those that the reps have: above 1 the promise cannot be kept, whatever the will. */
  readonly utilisation?: number | null;
  readonly responses?: readonly { readonly team: string; readonly kept: Share }[] | null;
  readonly unworkedValue?: number | null;
  /** Open pipeline by what is missing to the quota; `reached` where nothing is. */
  readonly coverage?: number | 'reached' | null;
  readonly acceptance?: Share | null;
  readonly reasons?: readonly { readonly reason: string; readonly count: number }[] | null;
  /** Sales-ready leads that are needed, month by month. */
  readonly need?: readonly { readonly month: string; readonly leads: Range }[] | null;
};

export type SalesHeadCard = Readonly<
  Record<'utilisation' | 'unworkedValue' | 'coverage' | 'acceptance', CardFigure>
> & {
  readonly responses: readonly { readonly team: string; readonly figure: CardFigure }[];
  readonly reasons: readonly { readonly reason: string; readonly count: number }[];
  readonly need: readonly { readonly month: string; readonly figure: CardFigure }[];
};

/**
 * Whether Sales can keep its word, and what it has to work with.
 *
 * @example
 * const card = measureSalesHeadCard({ coverage: 'reached', responses: [{ team: 'Mid-market', kept: { count: 9, of: 10 } }] });
 * [card.responses[0].figure.value, card.coverage.missing] // [0.9, ['nothing: the quota is reached']]
 */
export function measureSalesHeadCard(input: SalesHeadInput): SalesHeadCard {
  const { coverage, unworkedValue } = input;
  return {
    utilisation: toEstimate(
      typeof input.utilisation === 'number' ? { value: input.utilisation, low: null, high: null } : null,
      'working hours of the teams and minutes for each lead',
    ),
    responses: (input.responses ?? []).map(({ team, kept }) => ({ team, figure: toShare(kept, due) })),
    unworkedValue: toEstimate(
      typeof unworkedValue === 'number' ? { value: unworkedValue, low: null, high: null } : null,
      'values of the types of lead in the agreement',
    ),
    coverage:
      coverage === 'reached'
        ? lackFigure('nothing: the quota is reached')
        : toFigure(coverage ?? null, 'a quota and open deals'),
    acceptance: toShare(input.acceptance, 'decided leads'),
    reasons: (input.reasons ?? []).toSorted((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1)),
    need: (input.need ?? []).map(({ month, leads }) => ({ month, figure: toEstimate(leads, 'a plan') })),
  };
}
