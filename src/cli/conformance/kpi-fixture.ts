import { measureCohort, measureFlow, type Period } from '../../core/funnel/conversion.ts';
import { type Passage, seeAsOf } from '../../core/funnel/passages.ts';
import { measureAgeing } from '../../core/funnel/stock.ts';
import { measureVelocity } from '../../core/funnel/velocity.ts';
import { measureAcceptance } from '../../core/kpis/handing-over.ts';
import { periodOfDays } from '../../core/kpis/period.ts';
import type { ReferenceCase } from './operation.ts';

export type FixtureLead = {
  id: string;
  mql_at: string;
  decision?: 'accepted' | 'rejected' | null;
  sql_at: string | null;
  ended_at?: string | null;
};
export type Fixture = { leads: FixtureLead[]; as_of: string; window_days: number };

const day = 86_400_000;

/** The figures of a small company of leads, all made by the same functions as those of a large one. */
export function runFixture({ leads, as_of, window_days }: Fixture, { expected }: ReferenceCase): unknown {
  const asOf = Date.parse(as_of);
  const passages = leads.map(readPassage);
  const known = seeAsOf(passages, asOf);
  const cohort = (period?: Period) => measureCohort(passages, window_days * day, asOf, period);
  const months = [...new Set(leads.flatMap(({ mql_at, sql_at }) => [mql_at, sql_at ?? mql_at]))]
    .map((date) => date.slice(0, 7))
    .sort();
  const byMonth = (measure: (period: Period) => unknown) =>
    Object.fromEntries(months.map((month) => [month, measure(periodOfMonth(month))]));
  const { mature, converted, immature, rate } = cohort();
  const velocity = measureVelocity(passages, asOf);
  const countOf = (decision: FixtureLead['decision']) => leads.filter((lead) => lead.decision === decision).length;
  const acceptance = measureAcceptance({
    accepted: countOf('accepted'),
    rejected: countOf('rejected'),
    pending: leads.length - countOf('accepted') - countOf('rejected'),
    byTimeout: 0,
  });
  const ages = listAges(known, asOf);
  return {
    [`cohort_rate_${window_days}d`]: rate,
    mature,
    converted,
    immature,
    cohort_by_month: byMonth((period) => cohort(period)),
    flow_by_month: byMonth((period) => {
      const flow = measureFlow(known, period);
      return { mqls: flow.entered, sqls: flow.reached, ratio: flow.ratio };
    }),
    acceptance: {
      accepted: countOf('accepted'),
      decided: acceptance.n,
      pending: acceptance.pending,
      rate: acceptance.value,
    },
    velocity_median_converters: inDays(velocity.medianOfConverters),
    velocity_all: known
      .flatMap(({ enteredAt, reachedAt }) => (reachedAt === null ? [] : [(reachedAt - enteredAt) / day]))
      .sort((a, b) => a - b),
    km: velocity.steps.map(({ time, waiting }) => [time / day, waiting]),
    km_median: inDays(velocity.median),
    aging_open: Object.fromEntries(ages(Number.POSITIVE_INFINITY).rows.map(({ lead, age }) => [lead, age / day])),
    ...Object.fromEntries(listLimits(expected).map((limit) => [`aging_share_over_${limit}`, ages(limit * day).share])),
    wrong_all_leads_rate: leads.length === 0 ? null : velocity.converted / leads.length,
  };
}

/** The passage from sales-ready to confirmed; days are midnights of UTC. What was confirmed has not ended without it. */
export function readPassage({ id, mql_at, sql_at, ended_at = null }: Omit<FixtureLead, 'decision'>): Passage {
  const instant = (date: string | null) => (date === null ? null : Date.parse(date));
  return {
    lead: id,
    cycle: 1,
    enteredAt: Date.parse(mql_at),
    reachedAt: instant(sql_at),
    endedAt: sql_at === null ? instant(ended_at) : null,
  };
}

function periodOfMonth(month: string): Period {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const next = new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
  return periodOfDays('UTC', `${month}-01`, next);
}

function listAges(passages: readonly Passage[], asOf: number) {
  const open = passages
    .filter(({ reachedAt, endedAt }) => reachedAt === null && endedAt === null)
    .map(({ lead, enteredAt }) => ({ lead, stage: 'mql', enteredAt, pausedUntil: null }));
  return (limit: number) => measureAgeing(open, new Map([['mql', limit]]), asOf);
}

/** The limits in days that a fixture asks for stand in the names of what it expects. */
function listLimits(expected: unknown): number[] {
  return Object.keys(expected ?? {}).flatMap((key) => {
    const found = /^aging_share_over_(\d+)$/.exec(key);
    return found ? [Number(found[1])] : [];
  });
}

function inDays(time: number | null): number | null {
  return time === null ? null : time / day;
}
