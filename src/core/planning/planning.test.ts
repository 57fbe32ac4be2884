import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countWorthwhileAttempts } from './attempts.ts';
import { measureCapacity, rampUp } from './capacity.ts';
import { findDecidedShare, findLatestStart, forecastDeals, measureLag, planWithinHorizon } from './lag.ts';
import { rateTypes, valueLeads } from './lead-value.ts';
import { measureChain, planSegment, planSegments, walkBack } from './reverse-funnel.ts';

const rate = fc.double({ min: 0.001, max: 1, noNaN: true });
const deals = fc.double({ min: 0, max: 1e6, noNaN: true });

describe('the way back', () => {
  it('leads forward again to the deals, and shows no less than is needed', () => {
    fc.assert(
      fc.property(deals, fc.array(rate, { maxLength: 6 }), (wanted, rates) => {
        const needs = walkBack(
          wanted,
          rates.map((one, at) => ({ stage: `s${at}`, rate: one })),
        );
        const last = needs.at(-1)?.exact ?? 0;
        expect(rates.reduce((left, one) => left * one, last)).toBeCloseTo(wanted, 3);
        for (const { exact, display } of needs) {
          expect(display).toBeGreaterThanOrEqual(exact - 1e-9);
          expect(display - exact).toBeLessThan(1);
        }
      }),
    );
  });

  it.each([0, -0.1, 1.0001, Number.NaN, Number.POSITIVE_INFINITY])('refuses a rate of %f', (wrong) => {
    expect(() => walkBack(5, [{ stage: 'opportunity', rate: wrong }])).toThrow(/rate of opportunity.*above 0/);
  });

  it('needs nothing where pipeline and won deals cover the quota', () => {
    const covered = { quota: 100, won: 60, openPipeline: [{ value: 100, winRate: 0.5 }], meanDeal: 10, rates: [] };
    expect(planSegment(covered)).toEqual({
      gap: 0,
      marketingGap: 0,
      needs: [{ stage: 'deals', exact: 0, display: 0 }],
    });
    expect(() => planSegment({ quota: 1, meanDeal: 0, rates: [] })).toThrow(/mean deal/);
  });

  it('of segments is the sum of theirs, and not that of a blended deal', () => {
    const small = { name: 'small', quota: 100, meanDeal: 1, rates: [{ stage: 'qualified', rate: 0.1 }] };
    const large = { name: 'large', quota: 100, meanDeal: 100, rates: [{ stage: 'qualified', rate: 0.1 }] };
    expect(planSegments([small, large]).total.at(-1)).toEqual({ stage: 'qualified', exact: 1010, display: 1010 });
    expect(planSegments([])).toEqual({ segments: [], total: [] });
    expect(measureChain([])).toEqual({ rates: [], overall: null });
  });
});

describe('the value of leads', () => {
  const outcome = fc.integer({ min: 0, max: 100 }).chain((decided) =>
    fc.record({
      type: fc.constant('demo'),
      won: fc.integer({ min: 0, max: decided }),
      decided: fc.constant(decided),
    }),
  );

  it('has rates above 0 and at most 1 wherever anything is decided, its own from 30 on', () => {
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 6 }), (types) => {
        const nothing = types.every(({ decided }) => decided === 0);
        for (const { rate: found, basis, won, decided } of rateTypes(types)) {
          expect(basis).toBe(decided >= 30 ? 'own' : 'shrunk');
          if (nothing) expect(found).toBeNull();
          else {
            expect(found).toBeGreaterThan(0);
            expect(found).toBeLessThanOrEqual(1 + 1e-12);
            if (decided >= 30 && won > 0) expect(found).toBe(won / decided);
          }
        }
      }),
    );
  });

  it('of nothing promised has no share', () => {
    expect(valueLeads([], 0)).toEqual({ types: [], delivered: 0, attainment: null });
  });
});

describe('capacity', () => {
  it('without reps, time or work divides by nothing', () => {
    const none = {
      leads: 0,
      attempts: 0,
      minutesPerAttempt: 0,
      otherMinutesPerLead: 0,
      workingDays: 0,
      hoursPerDay: 0,
      sellingShare: 0,
      reps: 0,
    };
    expect(measureCapacity(none)).toMatchObject({
      leadsPerRep: null,
      repsNeeded: null,
      utilisation: null,
      state: null,
    });
    const month = {
      ...none,
      leads: 100,
      attempts: 6,
      minutesPerAttempt: 10,
      workingDays: 20,
      hoursPerDay: 5,
      sellingShare: 1,
    };
    expect([1, 1.1, 1.3].map((reps) => measureCapacity({ ...month, reps }).state)).toEqual(['tight', 'tight', 'fits']);
  });

  it('counts a rep by months, none before the first', () => {
    expect(rampUp(100, [0, 1, 4, 40])).toEqual({ effectiveReps: 2.25, capacity: 225 });
    expect(rampUp(100, [])).toEqual({ effectiveReps: 0, capacity: 0 });
  });
});

describe('attempts', () => {
  it('are as many as earn most', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 0.3, noNaN: true }), { maxLength: 10 }), (chances) => {
        const { marginal, attempts, profit } = countWorthwhileAttempts(chances, 0.1, 6_000, 15);
        const profits = marginal.map((_, at) => marginal.slice(0, at + 1).reduce((sum, one) => sum + one, 0));
        expect(profit).toBeCloseTo(Math.max(0, ...profits), 9);
        expect(attempts === 0 ? 0 : profits[attempts - 1]).toBeCloseTo(profit, 9);
      }),
    );
  });
});

describe('lag', () => {
  const lags = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 })
    .filter((parts) => parts.some((part) => part > 0))
    .map((parts) => parts.map((part) => part / parts.reduce((sum, one) => sum + one, 0)));

  it('loses no deal and makes none', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 12 }), lags, rate, (leads, lag, share) => {
        const { deals: found, total } = forecastDeals(leads, lag, share);
        const sum = leads.reduce((all, one) => all + one, 0);
        expect(total).toBeCloseTo(sum * share, 6);
        expect(found).toHaveLength(leads.length === 0 ? 0 : leads.length + lag.length - 1);
      }),
    );
  });

  it('splits into what a horizon holds and what lies behind it', () => {
    fc.assert(
      fc.property(lags, fc.integer({ min: 0, max: 15 }), (lag, months) => {
        const { share, leads } = planWithinHorizon(10, 0.5, lag, months + 1);
        expect(share + findDecidedShare(lag, months)).toBeCloseTo(1, 9);
        expect(leads === null || Number.isFinite(leads)).toBe(true);
      }),
    );
  });

  it('refuses what is no distribution', () => {
    expect(() => forecastDeals([1], [0.5, 0.4], 0.1)).toThrow(/sum to 1/);
    expect(() => forecastDeals([1], [1.5, -0.5], 0.1)).toThrow(/negative/);
    expect(() => forecastDeals([1], [1], 0)).toThrow(/above 0/);
    expect(measureLag([])).toBeNull();
  });

  it('counts a part of a day as a whole one', () => {
    expect(findLatestStart('2026-03-10', [1.2, 1.3])).toEqual({ totalDays: 2.5, startBy: '2026-03-07' });
  });
});
