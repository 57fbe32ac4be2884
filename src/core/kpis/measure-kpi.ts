import type { KpiId } from '../agreement/kpi-ids.ts';
import type { PulseResult } from '../alignment/pulse.ts';
import type { PipelineCredit } from '../attribution/pipeline.ts';
import type { MisalignmentCost } from '../benefits/misalignment-cost.ts';
import type { Flow } from '../funnel/conversion.ts';
import type { Pace } from '../funnel/pace.ts';
import type { Ageing } from '../funnel/stock.ts';
import { measurePipelineVelocity } from '../funnel/velocity.ts';
import { measureCac, measureCostPer, measurePayback, measureRomi } from '../money/returns.ts';
import { type ValuedType, valueLeads } from '../planning/lead-value.ts';
import { measureHandoffs, measureLeadsCreated, measureMarketingPromise, measureVisitLeadRate } from './delivery.ts';
import {
  type AttemptedLead,
  type DueAction,
  measureAcceptance,
  measureActionsDone,
  measureAttempts,
  measureCompleteness,
  measureDisposition,
  measureHandBacks,
  measureOverlap,
  measureResponseMedian,
  measureResponses,
  measureUnworked,
} from './handing-over.ts';
import { figureOf, type KpiValue, shareOf } from './kpi-value.ts';
import { measureCoverage, measureWinRate, readCohort, readVelocity } from './pipeline.ts';

/**
 * How each KPI is made of plain inputs: a cohort, a pulse, counts. The rules of a figure are in one place only; where another
 * part of the core measures it, its result is what is read here.
 */
export const kpiMeasures = {
  visit_lead_rate: measureVisitLeadRate,
  leads_created: measureLeadsCreated,
  mqls: measureHandoffs,
  mql_value: (types: readonly ValuedType[]) =>
    figureOf(types.length === 0 ? null : valueLeads(types, 0).delivered, sum(types.map(({ count }) => count))),
  sla_mkt: measureMarketingPromise,
  pace_delta: ({ delta, elapsed }: Pace) => figureOf(delta, elapsed),
  acceptance: measureAcceptance,
  disposition: measureDisposition,
  resp_median: measureResponseMedian,
  sla_resp: measureResponses,
  attempts: ({ leads, required }: { leads: readonly AttemptedLead[]; required: number }) =>
    measureAttempts(leads, required),
  unworked: measureUnworked,
  recycle: measureHandBacks,
  /** Of recycled leads whose 180 days have passed. */
  recycle_win: ({ again, mature }: { again: number; mature: number }) => shareOf(again, mature),
  mql_sql: readCohort,
  mql_sql_flow: ({ ratio, entered }: Flow) => figureOf(ratio, entered),
  sql_opp: readCohort,
  win_rate: measureWinRate,
  lead_customer: readCohort,
  velocity: readVelocity,
  aging: ({ over, of }: Ageing) => shareOf(over, of),
  pipe_velocity: (pipeline: Parameters<typeof measurePipelineVelocity>[0]) =>
    figureOf(measurePipelineVelocity(pipeline), pipeline.open),
  sourced: ({ credit, deals }: { credit: PipelineCredit; deals: number }) => figureOf(credit.sourcedShare, deals),
  influenced: ({ credit, deals }: { credit: PipelineCredit; deals: number }) => figureOf(credit.influencedShare, deals),
  coverage: measureCoverage,
  cpl: ({ spend, count }: { spend: number; count: number }) => figureOf(measureCostPer(spend, count), count),
  cac: (spent: Parameters<typeof measureCac>[0]) => figureOf(measureCac(spent), spent.customers),
  romi: (spent: Parameters<typeof measureRomi>[0]) => figureOf(measureRomi(spent).onMargin, 1),
  payback: (of: Parameters<typeof measurePayback>[0]) => {
    const { months, state } = measurePayback(of);
    return figureOf(months, 1, state === 'never' ? 'never' : 'no-data');
  },
  overlap: measureOverlap,
  completeness: ({ leads, required }: { leads: Parameters<typeof measureCompleteness>[0]; required: string[] }) =>
    measureCompleteness(leads, required),
  alignment: (pulse: PulseResult) => figureOf(pulse.index, answersOf(pulse), 'suppressed'),
  perception_gap: (pulse: PulseResult) => ({
    ...figureOf(pulse.largestGap && Math.abs(pulse.largestGap.gap), answersOf(pulse), 'suppressed'),
    mean: pulse.meanGap,
  }),
  actions_done: ({
    actions,
    days,
  }: {
    actions: readonly DueAction[];
    days: Parameters<typeof measureActionsDone>[1];
  }) => measureActionsDone(actions, days),
  misalignment_cost: ({ cost, leads }: { cost: MisalignmentCost; leads: number }) => ({
    ...figureOf(cost.expected, leads),
    // An 80 % interval, unlike the others: costs are planned with.
    low: cost.low,
    high: cost.high,
  }),
} satisfies Record<KpiId, (input: never) => KpiValue>;

function answersOf({ responses: { marketing, sales } }: PulseResult): number {
  return (marketing.answered ?? 0) + (sales.answered ?? 0);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
