import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startDraws } from '../statistics/draws.ts';
import { checkCalibrationInTheLarge, compareGrades, measureDrift } from './drift.ts';
import { scoreEngagement } from './engagement.ts';
import { learnFeatures } from './features.ts';
import { checkBasis, joinOutcomes } from './mature-outcomes.ts';
import type { ScoredTouch } from './rules.ts';
import { crossValidate, type LabelledLead, validateForward } from './validation.ts';

const day = 86_400_000;

/** Leads whose chance to be won is e^x/(1+e^x), where x is twice the first feature; the second says nothing. */
function makeLeads(count: number, seed: number): LabelledLead[] {
  const draws = startDraws(seed);
  return Array.from({ length: count }, (_, at) => {
    const features = [draws.normal(), draws.normal()];
    return { features, at, won: draws.uniform() < 1 / (1 + Math.exp(-2 * (features[0] ?? 0))) };
  });
}

describe('scores as of handover', () => {
  const touch = fc.record({ at: fc.integer({ min: 0, max: 200 }), late: fc.integer({ min: 0, max: 50 }) });
  const rules = { halfLife: 30, onRecycle: 'keep', rules: [{ key: 'any', points: 7 }] } as const;

  it('do not change by what happened or was heard later', () => {
    const scoreOf = (touches: readonly ScoredTouch[]) =>
      joinOutcomes(
        [{ handedAt: 100, wonAt: 120, touches }],
        (lead, at) => scoreEngagement(rules, { touches: lead.touches, recycles: [] }, at).score,
        50,
        300,
      ).outcomes[0]?.score;
    fc.assert(
      fc.property(fc.array(touch, { maxLength: 12 }), (list) => {
        const touches = list.map(({ at, late }, n) => ({ id: `t${n}`, kind: 'page', at, knownAt: at + late }));
        expect(scoreOf(touches)).toBe(scoreOf(touches.filter(({ knownAt }) => knownAt <= 100)));
      }),
    );
  });

  it('count a win only within the window, and nobody before their time is over', () => {
    const leads = [
      { handedAt: 0, wonAt: 30 * day },
      { handedAt: 0, wonAt: 30 * day + 1 },
      { handedAt: 40 * day, wonAt: 41 * day },
      { handedAt: 70 * day, wonAt: null },
    ];
    const { outcomes, immature } = joinOutcomes(leads, () => 1, 30 * day, 60 * day);
    expect(outcomes.map(({ won }) => won)).toEqual([true, false]);
    expect(immature).toBe(1);
    expect(joinOutcomes([], () => 1, day, day)).toEqual({ outcomes: [], immature: 0 });
  });

  it('are enough from 50 wins of 200 decided on', () => {
    const outcomes = (won: number, lost: number) => [
      ...Array(won).fill({ won: true }),
      ...Array(lost).fill({ won: false }),
    ];
    expect(checkBasis(outcomes(50, 150)).isEnough).toBe(true);
    expect(checkBasis(outcomes(49, 500)).missing).toEqual({ decided: 0, won: 1 });
    expect(checkBasis(outcomes(60, 139)).missing).toEqual({ decided: 1, won: 0 });
  });
});

describe('validation', () => {
  it('finds what the features tell, by folds and forward in time', () => {
    const leads = makeLeads(2_000, 7);
    for (const found of [crossValidate(leads, { seed: 1 }), validateForward(leads)]) {
      expect(found.auc).toBeGreaterThan(0.8);
      expect(found.auc).toBeLessThan(0.9);
      expect(found.brier ?? 1).toBeLessThan(found.brierOfBase ?? 0);
      expect(found.meanChance).toBeCloseTo(found.rate ?? 0, 1);
    }
    expect(crossValidate(leads, { seed: 1 })).toEqual(crossValidate(leads, { seed: 1 }));
  });

  it('finds nothing in noise', () => {
    const noise = makeLeads(2_000, 7).map((lead, at, all) => ({
      ...lead,
      features: all[(at + 1) % all.length]?.features ?? [],
    }));
    expect(crossValidate(noise, { seed: 1 }).auc).toBeCloseTo(0.5, 1);
  });

  it('learns only from what was before', () => {
    const turned = Array.from({ length: 100 }, (_, at) => ({
      features: [at % 2],
      at,
      won: (at % 2 === 1) === at < 70,
    }));
    expect(validateForward(turned)).toMatchObject({ auc: 0, trained: 70, tested: 30 });
  });

  it('of any few leads is never anything but numbers and null', () => {
    const lead = fc.record({
      features: fc.tuple(fc.integer({ min: -3, max: 3 })),
      won: fc.boolean(),
      at: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(lead, { maxLength: 12 }), (leads) => {
        for (const found of [crossValidate(leads, { seed: 1 }), validateForward(leads)]) {
          for (const value of Object.values(found)) expect(value === null || Number.isFinite(value)).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('features', () => {
  it('of unknown words are none, of missing ones say so', () => {
    const code = learnFeatures([{ role: 'head', warm: true }, { warm: false }]);
    expect(code.names).toEqual(['role=head', 'role is missing', 'warm=false', 'warm=true']);
    expect(code.encode({ role: 'pilot' })).toEqual([0, 0, 0, 0]);
    expect(learnFeatures([]).names).toEqual([]);
  });
});

describe('drift', () => {
  const scores = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 60 });
  it('is a number from 0 on, and nothing without scores', () => {
    fc.assert(
      fc.property(scores, scores, (before, now) => {
        const found = measureDrift(before, now);
        expect(Number.isFinite(found?.index)).toBe(true);
        expect(found?.index).toBeGreaterThanOrEqual(0);
        expect(measureDrift(before, before)).toEqual({ index: 0, hasMoved: false });
      }),
    );
    expect(measureDrift([], [1])).toBeNull();
  });

  it('is not seen in a handful of scores of the same kind', () => {
    const before = Array.from({ length: 1_000 }, (_, n) => n % 100);
    expect(measureDrift(before, [3, 50, 97, 20, 61])?.hasMoved).toBe(false);
  });

  it('in the large is seen when the share that was won lies beside the chances', () => {
    const won = (chance: number) => Array.from({ length: 100 }, (_, n) => ({ chance, won: n < 30 }));
    expect(['too-low', 'holds', 'too-high']).toEqual(
      [0.1, 0.33, 0.5].map((chance) => checkCalibrationInTheLarge(won(chance))?.verdict),
    );
    expect(checkCalibrationInTheLarge([])).toBeNull();
  });

  it('of grades compares only those of which one is better', () => {
    const grade = fc.constantFrom('A1', 'A4', 'B2', 'D1', 'C3');
    const count = fc.record({
      grade,
      accepted: fc.integer({ min: 0, max: 9 }),
      decided: fc.integer({ min: 9, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(count, { maxLength: 6 }), (counts) => {
        for (const { better, worse, difference } of compareGrades(counts).inversions) {
          expect(difference).toBeLessThan(0);
          expect((better[0] ?? '') <= (worse[0] ?? '') && (better[1] ?? '') <= (worse[1] ?? '')).toBe(true);
        }
      }),
    );
  });
});
