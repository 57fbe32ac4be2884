import { type PulseResponse, type PulseResult, scorePulse } from '../../core/alignment/pulse.ts';
import { bandOfSum } from '../../core/alignment/questions.ts';
import { measurePipeline, type SourcedDeal } from '../../core/attribution/pipeline.ts';
import { measureEfficiency } from '../../core/benefits/leaders-cards.ts';
import { measureEvidencedBudget, type SourceReturn } from '../../core/benefits/marketer-card.ts';
import { costOfRates } from '../../core/benefits/misalignment-cost.ts';
import { measureCommission, measureQuota, measureTimeSaved } from '../../core/benefits/rep-card.ts';
import { shiftDay } from '../../core/calendar/day.ts';
import { measureCohort } from '../../core/funnel/conversion.ts';
import { measurePace } from '../../core/funnel/pace.ts';
import { measureAgeing } from '../../core/funnel/stock.ts';
import { measureVelocity } from '../../core/funnel/velocity.ts';
import type { DueVerdict } from '../../core/kpis/handing-over.ts';
import type { KpiValue } from '../../core/kpis/kpi-value.ts';
import { kpiMeasures } from '../../core/kpis/measure-kpi.ts';
import { periodOfDays } from '../../core/kpis/period.ts';
import { type Fixture, readPassage, runFixture } from './kpi-fixture.ts';
import { nameOperation, type Operation, shapeOperation } from './operation.ts';

type Days = [first: string, last: string];
type Cohort = { leads: { mql_at?: string; from?: string; sql_at?: string | null; to?: string | null }[] } & {
  as_of: string;
  window_days: number;
};
type Counts = { mature: number; converted: number; immature?: number };
type Deal = { value: number; first_touch?: string | null; marketing_touch?: boolean };

const day = 86_400_000;

/** One operation for each KPI, and for each figure of the cards; named at `kpi`. */
export const operations: Operation[] = [
  kpi('visit_lead_rate', ({ visitors, new_leads }: { visitors: number; new_leads: number }) =>
    kpiMeasures.visit_lead_rate({ visitors, newLeads: new_leads }),
  ),
  kpi('leads_created', (input: { leads: { person: string; at: string; imported?: boolean }[]; period: Days }) =>
    kpiMeasures.leads_created({
      leads: input.leads.map(({ person, at, imported = false }) => ({ person, at: Date.parse(at), imported })),
      period: readPeriod(input.period),
    }),
  ),
  kpi('mqls', (input: { handovers: { lead: string; at: string; voided_at?: string | null }[]; period: Days }) => {
    const handoffs = input.handovers.map(({ lead, at, voided_at: voided }) => ({
      lead,
      offeredAt: Date.parse(at),
      voidedAt: voided ? Date.parse(voided) : null,
    }));
    const found = kpiMeasures.mqls({ handoffs, period: readPeriod(input.period) });
    return { ...found, unique: found.uniqueLeads };
  }),
  kpi('mql_value', ({ types }: { types: { n: number; rate: number; avg_revenue: number }[] }) =>
    kpiMeasures.mql_value(
      types.map(({ n, rate, avg_revenue }, at) => ({ type: String(at), count: n, rate, meanRevenue: avg_revenue })),
    ),
  ),
  kpi('sla_mkt', (input: { delivered: number; promised: number }) => kpiMeasures.sla_mkt(input)),
  kpi('pace_delta', (input: { goal: number; actual: number; elapsed_days: number; working_days: number }) => {
    const days = Array.from({ length: input.working_days }, (_, n) => ({ day: shiftDay('2026-01-01', n), weight: 1 }));
    // Before the first day nothing is due.
    const today = shiftDay('2026-01-01', input.elapsed_days - 1);
    return kpiMeasures.pace_delta(measurePace(input.goal, days, new Map([[today, input.actual]]), today));
  }),
  kpi('acceptance', (input: { accepted: number; rejected: number; pending?: number; auto_accepted?: number }) => {
    const { accepted, rejected, pending = 0, auto_accepted: byTimeout = 0 } = input;
    return kpiMeasures.acceptance({ accepted, rejected, pending, byTimeout });
  }),
  kpi('disposition', (input: { handovers: { deadline_passed: boolean; decision: string | null }[] }) =>
    kpiMeasures.disposition(input.handovers.map(readVerdict)),
  ),
  kpi('resp_median', ({ minutes, open_minutes = [] }: { minutes: number[]; open_minutes?: number[] }) => {
    const found = kpiMeasures.resp_median({ answered: minutes, open: open_minutes });
    return { ...found, naive_median_of_answered: found.ofAnswered };
  }),
  kpi('sla_resp', (input: { met: number; breached_answered?: number; breached?: number; open_overdue?: number }) =>
    kpiMeasures.sla_resp({
      kept: input.met,
      brokenAnswered: input.breached_answered ?? input.breached ?? 0,
      openOverdue: input.open_overdue ?? 0,
    }),
  ),
  kpi('attempts', (input: { n_required: number; leads: CaseAttempts[] }) =>
    kpiMeasures.attempts({ leads: input.leads.map(readAttempts), required: input.n_required }),
  ),
  kpi('unworked', ({ past_due, zero_attempts }: { past_due: number; zero_attempts: number }) =>
    kpiMeasures.unworked({ pastDue: past_due, withoutAttempt: zero_attempts, ownerAbsent: 0 }),
  ),
  kpi('recycle', (input: { accepted: number; disqualified: number; recycled: number }) => kpiMeasures.recycle(input)),
  kpi('recycle_win', (input: { mature: number; reconverted: number }) =>
    kpiMeasures.recycle_win({ again: input.reconverted, mature: input.mature }),
  ),
  kpi('mql_sql', (input: Cohort | Counts) => kpiMeasures.mql_sql(readCohortInput(input))),
  kpi('mql_sql_flow', ({ mqls, sqls }: { mqls: number; sqls: number }) =>
    kpiMeasures.mql_sql_flow({ measure: 'flow', entered: mqls, reached: sqls, ratio: mqls === 0 ? null : sqls / mqls }),
  ),
  kpi('sql_opp', (input: Cohort | Counts) => kpiMeasures.sql_opp(readCohortInput(input))),
  kpi('win_rate', (input: { won: number[]; lost: number[] }) => {
    const found = kpiMeasures.win_rate(input);
    return { ...found, by_count: found.value, by_value: found.byValue };
  }),
  kpi('lead_customer', (input: Cohort | Counts) => kpiMeasures.lead_customer(readCohortInput(input))),
  kpi('velocity', (input: Cohort) => {
    const found = kpiMeasures.velocity(measureVelocity(input.leads.map(readPassageOf), Date.parse(input.as_of)));
    return { ...found, km_median: found.value, median_converters: found.ofConverters };
  }),
  kpi('aging', ({ ages_days, limit_days }: { ages_days: number[]; limit_days: number }) => {
    const open = ages_days.map((age, at) => ({
      lead: String(at),
      stage: 's',
      enteredAt: -age * day,
      pausedUntil: null,
    }));
    return kpiMeasures.aging(measureAgeing(open, new Map([['s', limit_days * day]]), 0));
  }),
  kpi(
    'pipe_velocity',
    (input: { opportunities: number; win_rate: number | null; avg_won: number | null; cycle_days: number | null }) =>
      kpiMeasures.pipe_velocity({
        open: input.opportunities,
        winRate: input.win_rate,
        meanWon: input.avg_won,
        medianDays: input.cycle_days,
      }),
  ),
  kpi('sourced', (input: { opportunities: Deal[] }) => kpiMeasures.sourced(readPipeline(input))),
  kpi('influenced', (input: { opportunities: Deal[] }) => kpiMeasures.influenced(readPipeline(input))),
  kpi('coverage', ({ open_pipeline, quota, won }: { open_pipeline: number; quota: number; won: number }) =>
    kpiMeasures.coverage({ openPipeline: open_pipeline, quota, won }),
  ),
  kpi('cpl', ({ spend, leads, mqls = 0, sqls = 0 }: { spend: number; leads: number; mqls?: number; sqls?: number }) => {
    const perLead = kpiMeasures.cpl({ spend, count: leads });
    return {
      ...perLead,
      cpl: perLead.value,
      cost_per_mql: kpiMeasures.cpl({ spend, count: mqls }).value,
      cost_per_sql: kpiMeasures.cpl({ spend, count: sqls }).value,
    };
  }),
  kpi('cac', (input: { marketing_spend: number; sales_spend: number; new_customers: number }) =>
    kpiMeasures.cac({
      marketing: input.marketing_spend,
      sales: input.sales_spend,
      customers: input.new_customers,
    }),
  ),
  kpi('romi', (input: { attributed_revenue: number; gross_margin: number; spend: number }) =>
    kpiMeasures.romi({ revenue: input.attributed_revenue, margin: input.gross_margin, spend: input.spend }),
  ),
  kpi('payback', (input: { cac: number | null; monthly_revenue_per_customer: number; gross_margin: number }) =>
    kpiMeasures.payback({
      cac: input.cac,
      monthlyRevenue: input.monthly_revenue_per_customer,
      margin: input.gross_margin,
    }),
  ),
  kpi('overlap', (input: { contacts_any: number; contacts_both_within_24h: number }) =>
    kpiMeasures.overlap({ contacts: input.contacts_any, byBothWithinDay: input.contacts_both_within_24h }),
  ),
  kpi('completeness', (input: { required: string[]; leads: Record<string, unknown>[] }) =>
    kpiMeasures.completeness(input),
  ),
  nameOperation('kpi', 'alignment', (input: PulseInput | { instrument: string; sum: number }) =>
    'instrument' in input ? { band: bandOfSum(input.sum) } : describePulse(input),
  ),
  nameOperation('kpi', 'perception_gap', (input: PulseInput) => ({
    ...describePulse(input),
    ...write(kpiMeasures.perception_gap(readPulse(input))),
  })),
  kpi('actions_done', (input: { items: CaseAction[]; period: Days }) =>
    kpiMeasures.actions_done({
      actions: input.items.map(({ first_due, due = '', done = null, cancelled_reason: reason = null }) => ({
        firstDue: first_due ?? due,
        doneOn: done,
        cancelledReason: reason,
      })),
      // The cases name the last day of the period.
      days: { from: input.period[0], until: shiftDay(input.period[1], 1) },
    }),
  ),
  nameOperation('kpi', 'misalignment_cost', runMisalignment),
  nameOperation('kpi', 'wiifm_rep_time', runTimeSaved),
  nameOperation('kpi', 'wiifm_rep_commission', (input: CaseCommission) => {
    const deals = input.deals.map(({ amount, marketing_share: share }) => ({ amount, marketingShare: share }));
    const { total, fromMarketing } = measureCommission({ deals, rate: input.commission_rate });
    return { total_commission: total, from_marketing_sourced: fromMarketing };
  }),
  nameOperation(
    'kpi',
    'wiifm_quota',
    (input: { quota: number; won: number; marketing_credited: number; avg_deal: number }) => {
      const { quota, won, marketing_credited: credited, avg_deal: averageDeal } = input;
      const found = measureQuota({ quota, won, credited, averageDeal });
      return {
        attainment: found.attainment,
        attainment_from_marketing: found.fromMarketing,
        gap_deals: found.dealsMissing,
      };
    },
  ),
  nameOperation('kpi', 'wiifm_marketer_budget', ({ sources }: { sources: SourceReturn[] }) => {
    const { evidencedShare, atRisk, ...found } = measureEvidencedBudget(sources);
    return { ...found, evidenced_share: evidencedShare, at_risk: atRisk };
  }),
  nameOperation(
    'kpi',
    'wiifm_ceo',
    (input: { sales_marketing_spend: number; new_revenue: number; margin: number; misalignment_cost?: number }) => {
      const found = measureEfficiency({
        spend: input.sales_marketing_spend,
        newRevenue: input.new_revenue,
        margin: input.margin,
        misalignmentCost: input.misalignment_cost ?? 0,
      });
      return {
        efficiency: found.efficiency,
        contribution: found.contribution,
        misalignment_share_of_revenue: found.misalignmentShare,
      };
    },
  ),
  shapeOperation(
    'company of leads',
    (input) => 'leads' in input && 'as_of' in input && 'window_days' in input,
    (input: Fixture, testCase) => runFixture(input, testCase),
  ),
];

function kpi<Input>(name: string, measure: (input: Input) => KpiValue): Operation {
  return nameOperation('kpi', name, (input: Input) => write(measure(input)));
}

function write<Value extends KpiValue>(value: Value): Value & { denominator: number } {
  return { ...value, denominator: value.n };
}

function readPeriod([first, last]: Days) {
  return periodOfDays('UTC', first, shiftDay(last, 1));
}

function readVerdict(handover: {
  deadline_passed: boolean;
  decision: string | null;
  reason?: string | null;
  paused?: boolean;
}): DueVerdict {
  const decision = handover.decision === 'accepted' || handover.decision === 'rejected' ? handover.decision : null;
  const { deadline_passed: deadlinePassed, reason = null, paused = false } = handover;
  return { deadlinePassed, decision, reason, paused, inTime: true };
}

type CaseAttempts = {
  attempts: number;
  days_over: boolean;
  conversation?: boolean;
  disposition?: string | null;
  rejected_reason?: string | null;
};

function readAttempts(lead: CaseAttempts) {
  const settled = Boolean(lead.conversation || lead.disposition || lead.rejected_reason);
  return { attempts: lead.attempts, settled, daysOver: lead.days_over };
}

function readCohortInput(input: Cohort | Counts) {
  if (!('leads' in input)) return { ...input, immature: input.immature ?? 0, rate: null, low: null, high: null };
  return measureCohort(input.leads.map(readPassageOf), input.window_days * day, Date.parse(input.as_of));
}

function readPassageOf({ mql_at, from, sql_at, to }: Cohort['leads'][number], at: number) {
  return readPassage({ id: String(at), mql_at: mql_at ?? from ?? '', sql_at: sql_at ?? to ?? null });
}

function readPipeline({ opportunities }: { opportunities: Deal[] }) {
  const deals = opportunities.map(
    ({ value, first_touch: first, marketing_touch: touched }): SourcedDeal => ({
      value,
      createdAt: 0,
      firstTeam: first === 'marketing' || first === 'sales' ? first : null,
      marketingAt: touched ? [0] : [],
    }),
  );
  return { credit: measurePipeline(deals, 0), deals: deals.length };
}

type PulseInput = { questions: string[]; answers: Record<'marketing' | 'sales', number[][]> };

/** The cases list the answers to each question; the n-th of each is taken for one person's. */
function readPulse({ questions, answers }: PulseInput): PulseResult {
  const responses = (['marketing', 'sales'] as const).flatMap((department) => {
    const people = Math.max(0, ...answers[department].map((given) => given.length));
    return Array.from({ length: people }, (_, person): PulseResponse => {
      const given = questions.flatMap((question, at) => {
        const answer = answers[department][at]?.[person];
        return answer === undefined ? [] : [[question, answer] as const];
      });
      return { person: `${department} ${person}`, department, leader: false, answers: Object.fromEntries(given) };
    });
  });
  return scorePulse(responses, { marketing: 0, sales: 0 }, questions);
}

function describePulse(input: PulseInput): Record<string, unknown> {
  const pulse = readPulse(input);
  const meansOf = (department: 'marketing' | 'sales') =>
    pulse.suppressed.includes(department)
      ? null
      : pulse.questions.map((question) => question[department]?.mean ?? null);
  return {
    ...write(kpiMeasures.alignment(pulse)),
    marketing_means: meansOf('marketing'),
    sales_means: meansOf('sales'),
    index: pulse.index,
    question_index: pulse.questions.map(({ index }) => index),
    gap: pulse.questions.map(({ gap }) => gap && Math.abs(gap)),
    max_gap: pulse.largestGap && Math.abs(pulse.largestGap.gap),
    mean_gap: pulse.meanGap,
    widest: pulse.largestGap?.question ?? null,
    suppressed: pulse.suppressed,
  };
}

type CaseAction = {
  first_due?: string;
  due?: string;
  done?: string | null;
  cancelled_reason?: string | null;
};
type CaseCommission = { deals: { amount: number; marketing_share: number }[]; commission_rate: number };

function runMisalignment(input: {
  causes: { id: string; leads: number; rate_right: number; rate_as_is: number }[];
  avg_deal: number;
  margin: number;
}): unknown {
  const costs = input.causes.map(({ id, leads, rate_right: rateRight, rate_as_is: rateAsIs }) => {
    return [id, costOfRates({ leads, rateRight, rateAsIs }, input.avg_deal, input.margin)] as const;
  });
  return { by_cause: Object.fromEntries(costs), value: costs.reduce((sum, [, cost]) => sum + cost, 0) };
}

function runTimeSaved(input: {
  accepted_mqls: number;
  minutes_to_self_source_one_conversation: number;
  conversation_rate: number;
  minutes_worked_per_mql: number;
  rejected_mqls: number;
  minutes_per_rejected: number;
}): unknown {
  const saved = measureTimeSaved(
    {
      acceptedLeads: input.accepted_mqls,
      conversationRate: input.conversation_rate,
      minutesPerLead: input.minutes_worked_per_mql,
      rejectedLeads: input.rejected_mqls,
      minutesPerRejected: input.minutes_per_rejected,
    },
    input.minutes_to_self_source_one_conversation,
  );
  return {
    conversations: saved.conversations,
    gross_saved_minutes: saved.grossMinutes,
    rejected_cost_minutes: saved.rejectedMinutes,
    net_saved_hours: saved.netMinutes / 60,
  };
}
