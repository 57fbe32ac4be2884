import { type WorkingHours, weekdays } from '../../core/calendar/schema.ts';
import { BatonError } from '../../core/errors.ts';
import { listPaceDays, measurePace } from '../../core/funnel/pace.ts';
import { countWorthwhileAttempts } from '../../core/planning/attempts.ts';
import { measureCapacity, rampUp } from '../../core/planning/capacity.ts';
import { findLatestStart, forecastDeals, planWithinHorizon } from '../../core/planning/lag.ts';
import { valueLeads } from '../../core/planning/lead-value.ts';
import {
  type BetaRate,
  describeProduct,
  describeRate,
  estimateRate,
  findChanceIfKnown,
  findChanceOfAtLeast,
  jeffreys,
  type Trials,
} from '../../core/planning/rate-estimate.ts';
import {
  measureChain,
  type Need,
  planSegment,
  planSegments,
  type SegmentGoal,
  walkBack,
} from '../../core/planning/reverse-funnel.ts';
import { type DealSize, simulateRequiredLeads, simulateRevenue } from '../../core/planning/simulation.ts';
import { divide } from '../../core/statistics/quantile.ts';
import { nameOperation, type Operation } from './operation.ts';

type Rates = readonly (readonly [stage: string, rate: number])[];
type Prior = { prior?: readonly [a: number, b: number] };
type Goal = {
  quota: number;
  won?: number;
  open_pipeline?: readonly { value: number; win_rate: number }[];
  marketing_share?: number;
  avg_deal: number;
  rates: Rates;
};
type Size =
  | { dist: 'lognormal'; mean: number; sigma_log: number }
  | { dist: 'fixed'; mean: number }
  | { dist: 'bootstrap'; values: number[] };

/** Every simulation of the cases runs with this seed. */
const seed = 1;
const draws = 200_000;

export const operations: Operation[] = [
  nameOperation('input.op', 'chain', ({ deals, rates }: { deals: number; rates: Rates }) =>
    orProblem(() => writeNeeds(walkBack(deals, readRates(rates)))),
  ),
  nameOperation('input.op', 'quota_chain', (input: Goal) =>
    orProblem(() => {
      const { gap, marketingGap, needs } = planSegment(readGoal(input));
      return { gap, marketing_gap: marketingGap, ...writeNeeds(needs) };
    }),
  ),
  nameOperation('input.op', 'segments', (input: { segments: (Goal & { name: string })[] }) =>
    orProblem(() => runSegments(input)),
  ),
  nameOperation('input.op', 'lead_value', runLeadValue),
  nameOperation('input.op', 'rep_funnel', runRepFunnel),
  nameOperation('input.op', 'capacity', runCapacity),
  nameOperation(
    'input.op',
    'ramp',
    (input: { full_capacity: number; reps: { month_in_role: number }[]; ramp?: number[] }) => {
      const months = input.reps.map(({ month_in_role: month }) => month);
      const { effectiveReps, capacity } = rampUp(input.full_capacity, months, input.ramp);
      return { effective_reps: effectiveReps, capacity };
    },
  ),
  nameOperation('input.op', 'lag_forward', ({ mqls, lag, rate }: { mqls: number[]; lag: number[]; rate: number }) =>
    forecastDeals(mqls, lag, rate),
  ),
  nameOperation('input.op', 'lag_backward', (input: { close_by: string; stage_lag_days: Record<string, number> }) => {
    const { totalDays, startBy } = findLatestStart(input.close_by, Object.values(input.stage_lag_days));
    return { total_days: totalDays, mql_by: startBy };
  }),
  nameOperation(
    'input.op',
    'lag_horizon',
    (input: { lag: number[]; months_left: number; deals: number; rate: number }) => {
      const { share, leads } = planWithinHorizon(input.deals, input.rate, input.lag, input.months_left);
      return { in_horizon_share: share, mqls_needed_now: leads };
    },
  ),
  nameOperation('input.op', 'pacing', runPacing),
  nameOperation('input.op', 'beta_posterior', (input: Trials & Prior) => {
    const rate = estimateRate(input, readPrior(input));
    const { mean, sd, quantiles } = describeRate(rate);
    return { ...rate, mean, sd, q05: quantiles[0], q50: quantiles[1], q95: quantiles[2] };
  }),
  nameOperation('input.op', 'beta_product', (input: { stages: Trials[] } & Prior) => {
    const product = describeProduct(input.stages.map((stage) => estimateRate(stage, readPrior(input))));
    return {
      mean: product.mean,
      sd: product.sd,
      mean_inverse: product.meanInverse,
      inverse_of_mean: product.inverseOfMean,
    };
  }),
  nameOperation('input.op', 'beta_binomial_tail', (input: Trials & Prior & { n: number; k: number }) => {
    const rate = estimateRate(input, readPrior(input));
    const observed = divide(input.successes, input.trials);
    return {
      probability: findChanceOfAtLeast(rate, input.n, input.k),
      plug_in_binomial: observed === null ? null : findChanceIfKnown(observed, input.n, input.k),
      expected_deals: input.n * describeRate(rate, []).mean,
    };
  }),
  nameOperation('input.op', 'mc_required', (input: { deals: number; stages: Trials[] } & Prior) => {
    const plan = simulateRequiredLeads(input.deals, input.stages, { seed, draws, prior: readPrior(input) });
    const { p10, p50, p80, p90 } = plan.quantiles;
    return {
      quantiles: { p10: p10.value, p50: p50.value, p80: p80.value, p90: p90.value },
      mean: plan.mean,
      naive: plan.naive,
    };
  }),
  nameOperation(
    'input.op',
    'mc_revenue',
    (input: { mqls: number; stages: Trials[]; deal_size: Size; quota: number } & Prior) => {
      const size = readSize(input.deal_size);
      const options = { seed, draws, prior: readPrior(input) };
      const found = simulateRevenue(input.mqls, input.stages, size, input.quota, options);
      const { p10, p50, p80, p90 } = found.quantiles;
      return {
        p_hit: found.chance,
        expected_deals: found.expectedDeals,
        expected_revenue: found.expectedRevenue,
        quantiles: { p10: p10.value, p50: p50.value, p80: p80.value, p90: p90.value },
      };
    },
  ),
  nameOperation(
    'input.op',
    'attempt_economics',
    (input: {
      p_connect_at_attempt: number[];
      p_win_given_connect: number;
      deal_margin: number;
      cost_per_attempt: number;
    }) => {
      const { marginal, attempts, profit } = countWorthwhileAttempts(
        input.p_connect_at_attempt,
        input.p_win_given_connect,
        input.deal_margin,
        input.cost_per_attempt,
      );
      return { marginal_profit: marginal, attempts, profit_at_best: profit };
    },
  ),
];

/** A plan that is refused is an answer too: the code of the problem, in the words of cases. */
function orProblem(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof BatonError) return { error: error.code.replaceAll(/[.-]/g, '_') };
    throw error;
  }
}

function runSegments({ segments }: { segments: (Goal & { name: string })[] }): unknown {
  const plan = planSegments(segments.map((segment) => ({ name: segment.name, ...readGoal(segment) })));
  const byName = plan.segments.map(({ name, needs }) => ({ name, needs, ...writeNeeds(needs) }));
  const totals = Object.fromEntries(plan.total.map(({ stage, exact }) => [`total_${stage}`, exact]));
  const stages = plan.total.map(({ stage }) => stage);
  const displays = stages.map((stage): [string, unknown] => [
    `display_${stage}`,
    Object.fromEntries(byName.map(({ name, display }) => [name, display[stage]])),
  ]);
  return {
    exact: Object.fromEntries(byName.map(({ name, exact }) => [name, exact])),
    display: Object.fromEntries(byName.map(({ name, display }) => [name, display])),
    ...totals,
    ...Object.fromEntries(displays),
  };
}

function runLeadValue(input: {
  types: { type: string; rate: number; avg_revenue: number; n: number }[];
  sla_value: number;
}): unknown {
  const { types, delivered, attainment } = valueLeads(
    input.types.map(({ type, rate, avg_revenue: meanRevenue, n }) => ({ type, rate, meanRevenue, count: n })),
    input.sla_value,
  );
  const valuePerLead = Object.fromEntries(types.map(({ type, perLead }) => [type, perLead]));
  return { value_per_lead: valuePerLead, delivered, attainment };
}

function runRepFunnel(input: { leads: number; stage_counts: Record<string, number>; reps: number }): unknown {
  const stages = ['leads', ...Object.keys(input.stage_counts)].map((stage) => stage.replace(/s$/, ''));
  const { rates, overall } = measureChain([input.leads, ...Object.values(input.stage_counts)]);
  return {
    rates: Object.fromEntries(rates.map((rate, at) => [`${stages[at]}_${stages[at + 1]}`, rate])),
    [`lead_${stages.at(-1)}`]: overall,
    leads_needed_total: input.leads * input.reps,
  };
}

function runCapacity(input: {
  leads: number;
  attempts: number;
  minutes_per_attempt: number;
  minutes_per_lead_other: number;
  working_days: number;
  hours_per_day: number;
  selling_share: number;
  reps: number;
}): unknown {
  const found = measureCapacity({
    leads: input.leads,
    attempts: input.attempts,
    minutesPerAttempt: input.minutes_per_attempt,
    otherMinutesPerLead: input.minutes_per_lead_other,
    workingDays: input.working_days,
    hoursPerDay: input.hours_per_day,
    sellingShare: input.selling_share,
    reps: input.reps,
  });
  return {
    minutes_per_lead: found.minutesPerLead,
    minutes_per_rep: found.minutesPerRep,
    leads_per_rep: found.leadsPerRep,
    reps_needed_exact: found.repsNeededExact,
    reps_needed: found.repsNeeded,
    utilisation: found.utilisation,
  };
}

function runPacing(input: {
  goal: number;
  period: [first: string, last: string];
  workdays: string;
  holidays?: string[];
  actual: Record<string, number>;
  today: string;
}): unknown {
  const [first, last] = input.period;
  const days = listPaceDays(readWorkdays(input.workdays), new Set(input.holidays), first, last);
  const pace = measurePace(input.goal, days, new Map(Object.entries(input.actual)), input.today);
  return {
    working_days: pace.workingDays,
    elapsed: pace.elapsed,
    goal_to_date: pace.goalToDate,
    actual: pace.actual,
    delta: pace.delta,
    attainment_to_date: pace.attainment,
    projected: pace.projected,
    required_per_day: pace.requiredPerDay,
    band: pace.band,
  };
}

/** `mon-fri`, `mon-sat`, or a list `mon,wed`. */
function readWorkdays(text: string): WorkingHours {
  const order: readonly string[] = weekdays;
  const names = text.split(',').flatMap((part) => {
    const [from = '', to = from] = part.trim().split('-');
    return order.slice(order.indexOf(from), order.indexOf(to) + 1);
  });
  const hours = Object.fromEntries(names.map((day) => [day, ['09:00-17:00']]));
  return { zone: 'UTC', hours, holidays: null, closed: [], days: {} };
}

function readGoal(goal: Goal): SegmentGoal {
  return {
    quota: goal.quota,
    won: goal.won ?? 0,
    openPipeline: (goal.open_pipeline ?? []).map(({ value, win_rate: winRate }) => ({ value, winRate })),
    marketingShare: goal.marketing_share ?? 1,
    meanDeal: goal.avg_deal,
    rates: readRates(goal.rates),
  };
}

function readRates(rates: Rates): SegmentGoal['rates'] {
  return rates.map(([stage, rate]) => ({ stage, rate }));
}

function readPrior({ prior }: Prior): BetaRate {
  return prior === undefined ? jeffreys : { a: prior[0], b: prior[1] };
}

function readSize(size: Size): DealSize {
  if (size.dist === 'lognormal') return { kind: 'lognormal', mean: size.mean, logSd: size.sigma_log };
  return { kind: 'observed', amounts: size.dist === 'fixed' ? [size.mean] : size.values };
}

function writeNeeds(needs: readonly Need[]): { exact: Record<string, number>; display: Record<string, number> } {
  return {
    exact: Object.fromEntries(needs.map(({ stage, exact }) => [stage, exact])),
    display: Object.fromEntries(needs.map(({ stage, display }) => [stage, display])),
  };
}
