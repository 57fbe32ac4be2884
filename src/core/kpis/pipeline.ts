import type { CohortConversion } from '../funnel/conversion.ts';
import type { Velocity } from '../funnel/velocity.ts';
import { divide } from '../statistics/quantile.ts';
import { figureOf, type KpiValue, shareOf } from './kpi-value.ts';

const day = 86_400_000;

/**
 * `mql_sql`, `sql_opp` and `lead_customer`: a cohort's conversion as a KPI. Leads whose window is open are told and in no
 * rate; with no others there is no figure yet.
 *
 * @example
 * const cohort = { rate: null, low: null, high: null, mature: 0, converted: 0, immature: 3 };
 * readCohort(cohort) // { value: null, n: 0, low: null, high: null, state: 'immature', immature: 3 }
 */
export function readCohort({ converted, mature, immature }: CohortConversion): KpiValue & { immature: number } {
  const share = shareOf(converted, mature);
  return { ...share, state: mature === 0 && immature > 0 ? 'immature' : share.state, immature };
}

/**
 * `velocity` in days: the median over all who set out, and beside it that of those who arrived. No figure while fewer than half
 * arrive.
 *
 * @example
 * readVelocity({ converted: 1, open: 0, ended: 2, medianOfConverters: 432_000_000, median: null, steps: [] }).ofConverters // 5
 */
export function readVelocity({
  converted,
  open,
  ended,
  median,
  medianOfConverters,
}: Velocity): KpiValue & { ofConverters: number | null } {
  const n = converted + open + ended;
  return {
    ...figureOf(median === null ? null : median / day, n, n > 0 ? 'never' : 'no-data'),
    ofConverters: medianOfConverters === null ? null : medianOfConverters / day,
  };
}

/**
 * `win_rate`: by count with its interval, and by value. "No decision" is among the lost, open deals are in neither list.
 *
 * @param won amounts of the deals won in the period, in one currency
 * @param lost amounts of those lost
 * @example
 * measureWinRate({ won: [30000, 10000], lost: [60000, 20000, 20000] }).value // 0.4
 */
export function measureWinRate({
  won,
  lost,
}: {
  won: readonly number[];
  lost: readonly number[];
}): KpiValue & { byValue: number | null } {
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);
  return { ...shareOf(won.length, won.length + lost.length), byValue: divide(sum(won), sum(won) + sum(lost)) };
}

/**
 * `coverage`: how many times the open pipeline covers what is missing to the quota. A quota that is reached needs none.
 *
 * @example
 * measureCoverage({ openPipeline: 900000, quota: 500000, won: 200000 }).value // 3
 * measureCoverage({ openPipeline: 900000, quota: 500000, won: 500000 }).state // 'reached'
 */
export function measureCoverage({
  openPipeline,
  quota,
  won,
}: {
  openPipeline: number;
  quota: number;
  won: number;
}): KpiValue {
  const missing = quota - won;
  return missing > 0 ? figureOf(divide(openPipeline, missing), 1) : figureOf(null, 1, 'reached');
}
