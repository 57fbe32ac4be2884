import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kpiIds, kpiNames } from '../agreement/kpi-ids.ts';
import { scorePulse } from '../alignment/pulse.ts';
import { measurePipeline } from '../attribution/pipeline.ts';
import { estimateMisalignment } from '../benefits/misalignment-cost.ts';
import { measureCohort, measureFlow } from '../funnel/conversion.ts';
import { measurePace } from '../funnel/pace.ts';
import { measureAgeing } from '../funnel/stock.ts';
import { measureVelocity } from '../funnel/velocity.ts';
import { crossingKpis, findKpi, kpiDefinitions } from './definitions.ts';
import type { KpiValue } from './kpi-value.ts';
import { kpiMeasures } from './measure-kpi.ts';
import { isWithin, periodOfDays } from './period.ts';

const day = 86_400_000;

describe('the dictionary', () => {
  it('has each of the 35 numbers once, and a way to measure it', () => {
    expect(kpiDefinitions).toHaveLength(35);
    expect(kpiDefinitions.map(({ id }) => id)).toEqual(kpiIds);
    expect(Object.keys(kpiMeasures).sort()).toEqual([...kpiIds].sort());
  });

  it.each(kpiDefinitions.map((definition) => [definition.id, definition] as const))(
    'says all of %s',
    (id, definition) => {
      expect(definition.version).toBeGreaterThan(0);
      for (const text of [
        definition.name,
        definition.formula,
        definition.edgeCases,
        definition.pair.sign,
        kpiNames[id],
      ]) {
        expect(text).toMatch(/\S/);
      }
      expect(definition.pair.with).not.toBe(id);
      expect(new Set(definition.owners).size).toBe(definition.owners.length);
    },
  );

  it('names no number twice', () => {
    expect(new Set(kpiDefinitions.map(({ name }) => name)).size).toBe(35);
  });

  it('has numbers that cross the departments, each once; value and response are shown as a pair of both', () => {
    expect(new Set(crossingKpis).size).toBe(crossingKpis.length);
    expect([...findKpi('mql_value').owners, ...findKpi('sla_resp').owners]).toEqual(['marketing', 'sales']);
    expect(crossingKpis).toContain(findKpi('mql_value').pair.with);
  });

  it('watches the pairs by which a number is made to look good', () => {
    expect(findKpi('acceptance').pair.with).toBe('mql_sql');
    expect(findKpi('resp_median').pair.with).toBe('connect-rate');
    expect(findKpi('mqls').pair.with).toBe('lift');
    expect(findKpi('win_rate').pair.with).toBe('deals-opened');
    expect(findKpi('mql_value').pair.with).toBe('sla_resp');
  });
});

describe('a period', () => {
  it('is of the zone, half-open, with its days of 23 and 25 hours', () => {
    const march = periodOfDays('Europe/Berlin', '2026-03-01', '2026-04-01');
    expect((march.until - march.from) / day).toBeCloseTo(31 - 1 / 24, 9);
    expect(isWithin(march, march.from)).toBe(true);
    expect(isWithin(march, march.until)).toBe(false);
    expect(periodOfDays('Europe/Berlin', '2026-04-01', '2026-05-01').from).toBe(march.until);
  });
});

const period = { from: 0, until: 100 * day };
const noCounts = { marketing: 0, sales: 0 };
/** Every KPI of a company in which nothing has happened yet. */
const ofNothing: Record<string, () => KpiValue> = {
  visit_lead_rate: () => kpiMeasures.visit_lead_rate({ visitors: 0, newLeads: 0 }),
  leads_created: () => kpiMeasures.leads_created({ leads: [], period }),
  mqls: () => kpiMeasures.mqls({ handoffs: [], period }),
  mql_value: () => kpiMeasures.mql_value([]),
  sla_mkt: () => kpiMeasures.sla_mkt({ delivered: 0, promised: 0 }),
  pace_delta: () => kpiMeasures.pace_delta(measurePace(0, [], new Map(), '2026-01-01')),
  acceptance: () => kpiMeasures.acceptance({ accepted: 0, rejected: 0, pending: 3, byTimeout: 1 }),
  disposition: () => kpiMeasures.disposition([]),
  resp_median: () => kpiMeasures.resp_median({ answered: [], open: [] }),
  sla_resp: () => kpiMeasures.sla_resp({ kept: 0, brokenAnswered: 0, openOverdue: 0 }),
  attempts: () => kpiMeasures.attempts({ leads: [], required: 5 }),
  unworked: () => kpiMeasures.unworked({ pastDue: 0, withoutAttempt: 0, ownerAbsent: 0 }),
  recycle: () => kpiMeasures.recycle({ accepted: 0, disqualified: 0, recycled: 0 }),
  recycle_win: () => kpiMeasures.recycle_win({ again: 0, mature: 0 }),
  mql_sql: () => kpiMeasures.mql_sql(measureCohort([], 30 * day, 0)),
  mql_sql_flow: () => kpiMeasures.mql_sql_flow(measureFlow([], period)),
  sql_opp: () => kpiMeasures.sql_opp(measureCohort([], 30 * day, 0)),
  win_rate: () => kpiMeasures.win_rate({ won: [], lost: [] }),
  lead_customer: () => kpiMeasures.lead_customer(measureCohort([], 30 * day, 0)),
  velocity: () => kpiMeasures.velocity(measureVelocity([], 0)),
  aging: () => kpiMeasures.aging(measureAgeing([], new Map(), 0)),
  pipe_velocity: () => kpiMeasures.pipe_velocity({ open: 0, winRate: null, meanWon: null, medianDays: 0 }),
  sourced: () => kpiMeasures.sourced({ credit: measurePipeline([], 0), deals: 0 }),
  influenced: () => kpiMeasures.influenced({ credit: measurePipeline([], 0), deals: 0 }),
  coverage: () => kpiMeasures.coverage({ openPipeline: 0, quota: 0, won: 0 }),
  cpl: () => kpiMeasures.cpl({ spend: 5, count: 0 }),
  cac: () => kpiMeasures.cac({ marketing: 5, sales: 5, customers: 0 }),
  romi: () => kpiMeasures.romi({ revenue: 5, spend: 0, margin: 1 }),
  payback: () => kpiMeasures.payback({ cac: null, monthlyRevenue: 0, margin: 0 }),
  overlap: () => kpiMeasures.overlap({ contacts: 0, byBothWithinDay: 0 }),
  completeness: () => kpiMeasures.completeness({ leads: [], required: ['phone'] }),
  alignment: () => kpiMeasures.alignment(scorePulse([], noCounts)),
  perception_gap: () => kpiMeasures.perception_gap(scorePulse([], noCounts)),
  actions_done: () => kpiMeasures.actions_done({ actions: [], days: { from: '2026-01-01', until: '2026-02-01' } }),
  misalignment_cost: () =>
    kpiMeasures.misalignment_cost({
      cost: estimateMisalignment({ losses: [], wastes: [], doneRight: {}, averageWon: 1, margin: 1 }, 1, 50),
      leads: 0,
    }),
};

/** Counts of a period in which nothing happened are 0: they divide by nothing. */
const counted = new Set(['leads_created', 'mqls', 'pace_delta']);

describe('without rows', () => {
  it.each(kpiIds)('%s has no figure, or is a count of nothing', (id) => {
    const { value, state } = ofNothing[id]?.() ?? { value: Number.NaN, state: 'measured' };
    expect(value).toBe(counted.has(id) ? 0 : null);
    expect(state === 'measured').toBe(counted.has(id));
  });
});

describe('with any counts', () => {
  const count = fc.nat({ max: 1_000 });

  it('shares lie within their intervals, and nothing is infinite or no number', () => {
    fc.assert(
      fc.property(count, count, count, (a, b, c) => {
        const values: KpiValue[] = [
          kpiMeasures.visit_lead_rate({ visitors: a, newLeads: b }),
          kpiMeasures.acceptance({ accepted: a, rejected: b, pending: c, byTimeout: 0 }),
          kpiMeasures.sla_resp({ kept: a, brokenAnswered: b, openOverdue: c }),
          kpiMeasures.recycle({ accepted: a, disqualified: b, recycled: c }),
          kpiMeasures.coverage({ openPipeline: a, quota: b, won: c }),
          kpiMeasures.cac({ marketing: a, sales: b, customers: c }),
          kpiMeasures.payback({ cac: a, monthlyRevenue: b, margin: c / 1_000 }),
          kpiMeasures.resp_median({ answered: [a, b], open: [c] }),
          kpiMeasures.pipe_velocity({ open: a, winRate: 0.5, meanWon: b, medianDays: c }),
        ];
        for (const { value, low, high } of values) {
          expect(value === null || Number.isFinite(value)).toBe(true);
          if (low === null || high === null || value === null) continue;
          expect(low).toBeLessThanOrEqual(value);
          expect(high).toBeGreaterThanOrEqual(value);
        }
      }),
    );
  });
});

describe('edges that are easy to get wrong', () => {
  it('a rejection without a reason, or after the deadline, is no decision; a paused clock is in no rate', () => {
    const one = { deadlinePassed: true, decision: 'rejected', reason: 'no-need', inTime: true, paused: false } as const;
    const found = kpiMeasures.disposition([
      one,
      { ...one, reason: '  ' },
      { ...one, inTime: false },
      { ...one, paused: true },
      { ...one, deadlinePassed: false },
    ]);
    expect([found.value, found.n]).toEqual([1 / 3, 3]);
  });

  it('a lead that was taken back within the hour was never handed over; a second cycle counts, but as the same lead', () => {
    const found = kpiMeasures.mqls({
      handoffs: [
        { lead: 'a', offeredAt: 0, voidedAt: 3_600_000 },
        { lead: 'a', offeredAt: day, voidedAt: null },
        { lead: 'a', offeredAt: 2 * day, voidedAt: 3 * day },
        { lead: 'b', offeredAt: period.until, voidedAt: null },
      ],
      period,
    });
    expect([found.value, found.uniqueLeads, found.voided]).toEqual([2, 1, 1]);
  });

  it('merged duplicates are created once, at the earliest time', () => {
    const lead = { person: 'a', at: 5, imported: true };
    const found = kpiMeasures.leads_created({ leads: [{ ...lead, at: 9, imported: false }, lead], period });
    expect([found.value, found.imported]).toEqual([1, 1]);
  });

  it('open leads count as not yet answered, and too many of them leave no median', () => {
    expect(kpiMeasures.resp_median({ answered: [5, 12, 20, 45], open: [600, 700, 900] }).value).toBe(45);
    expect(kpiMeasures.resp_median({ answered: [10, 20], open: [] }).value).toBe(15);
    const found = kpiMeasures.resp_median({ answered: [5], open: [600, 700, 900] });
    expect([found.value, found.state, found.ofAnswered]).toEqual([null, 'never', 5]);
  });

  it('a cohort whose window is open is not mature, and no failure', () => {
    const passages = [{ lead: 'L1', cycle: 1, enteredAt: 0, reachedAt: null, endedAt: null }];
    expect(kpiMeasures.mql_sql(measureCohort(passages, 30 * day, day))).toMatchObject({
      value: null,
      state: 'immature',
      immature: 1,
    });
    expect(kpiMeasures.mql_sql(measureCohort(passages, 30 * day, 30 * day))).toMatchObject({ value: 0, n: 1 });
  });

  it.each([
    ['unknown', false],
    [' N/A ', false],
    ['na', false],
    ['.', false],
    ['?', false],
    ['', false],
    [null, false],
    [undefined, false],
    ['+49 30 1', true],
    ['名前', true],
    ['Nadia', true],
    [0, true],
    [false, true],
  ])('a field with %j is filled: %s', (phone, filled) => {
    expect(kpiMeasures.completeness({ leads: [{ phone }], required: ['phone'] }).value).toBe(filled ? 1 : 0);
  });

  it('an inherited key is no field', () => {
    expect(kpiMeasures.completeness({ leads: [{}], required: ['constructor'] }).value).toBe(0);
  });

  it('a moved due day changes nothing, and only a reason takes an action out', () => {
    const action = { firstDue: '2026-06-05', doneOn: '2026-06-05', cancelledReason: null };
    const found = kpiMeasures.actions_done({
      actions: [
        action,
        { ...action, doneOn: '2026-06-06' },
        { ...action, doneOn: null, cancelledReason: ' ' },
        { ...action, doneOn: null, cancelledReason: 'campaign stopped' },
        { ...action, firstDue: '2026-07-01' },
      ],
      days: { from: '2026-06-01', until: '2026-07-01' },
    });
    expect([found.value, found.n]).toEqual([1 / 3, 3]);
  });

  it('a reached quota has no coverage, and no margin never pays back', () => {
    expect(kpiMeasures.coverage({ openPipeline: 9, quota: 5, won: 6 })).toMatchObject({
      value: null,
      state: 'reached',
    });
    expect(kpiMeasures.payback({ cac: 9, monthlyRevenue: 5, margin: -0.1 })).toMatchObject({
      value: null,
      state: 'never',
    });
  });

  it('the return is on margin, and a loss is shown', () => {
    expect(kpiMeasures.romi({ revenue: 22_400, spend: 16_040, margin: 0.7 }).value).toBeCloseTo(-0.0224438, 6);
  });
});
