import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatonError } from '../errors.ts';
import { measureCalibration } from './calibration.ts';
import { scoreFit } from './fit.ts';
import { parseLetterRule } from './letter-rule.ts';
import { fitLogistic } from './logistic.ts';
import { measureAuc, measureLift } from './outcomes.ts';
import { findBestThreshold, findMostValuableThreshold, findThresholdForCapacity } from './thresholds.ts';

describe('fit', () => {
  it('is between 0 and 100, its ledger sums to it, and it never falls by more being known', () => {
    const rule = fc.record({ points: fc.integer({ min: -50, max: 50 }), applies: fc.boolean(), known: fc.boolean() });
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 8 }), (rules) => {
        const fit = scoreFit(
          rules.map(({ points, applies, known }, at) => ({
            key: `rule-${at}`,
            points,
            when: () => applies && known,
            missing: () => (known ? [] : ['contact.title']),
          })),
          null,
          0,
        );
        expect(fit.score).toBeGreaterThanOrEqual(0);
        expect(fit.score).toBeLessThanOrEqual(100);
        expect(fit.ledger.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(fit.score, 9);
        expect(fit.scoreOfKnown ?? 100).toBeGreaterThanOrEqual(fit.score);
      }),
    );
  });

  it('without positive points is nothing', () => {
    expect(scoreFit([{ key: 'junk', points: -5, when: () => true }], null, 0)).toMatchObject({
      score: 0,
      scoreOfKnown: null,
    });
  });
});

describe('outcomes', () => {
  const outcomes = fc.array(fc.record({ score: fc.integer({ min: 0, max: 20 }), won: fc.boolean() }), {
    maxLength: 40,
  });

  it('the AUC is the share of pairs in the right order', () => {
    fc.assert(
      fc.property(outcomes, (rows) => {
        const pairs = rows
          .filter(({ won }) => won)
          .flatMap((a) => rows.filter(({ won }) => !won).map((b) => [a.score, b.score] as const));
        const right = pairs.reduce((sum, [a, b]) => sum + (a > b ? 1 : a === b ? 0.5 : 0), 0);
        const auc = measureAuc(rows);
        if (pairs.length === 0) expect(auc).toBeNull();
        else expect(auc).toBeCloseTo(right / pairs.length, 12);
      }),
    );
  });

  it('the lift of the best does not depend on the order of rows, that of all is 1', () => {
    fc.assert(
      fc.property(outcomes, fc.double({ min: 0.01, max: 1, noNaN: true }), (rows, fraction) => {
        expect(measureLift(rows.toReversed(), fraction)).toEqual(measureLift(rows, fraction));
        expect(measureLift(rows, 1).lift ?? 1).toBeCloseTo(1, 12);
      }),
    );
  });

  it('without leads everything is null', () => {
    expect(measureLift([], 0.25)).toEqual({ count: 0, rate: null, base: null, lift: null });
    expect(findBestThreshold([])).toEqual({ f1: null, youden: null });
    expect(findMostValuableThreshold([], 1, 1)).toEqual({ threshold: null, value: null, breakEvenPrecision: 0.5 });
    expect(findThresholdForCapacity([{ score: 1, won: true }], 0)).toEqual({ threshold: null, volume: 0 });
    expect(measureCalibration([])).toBeNull();
  });
});

describe('logistic regression', () => {
  it('stands where the slope is nothing, whatever the penalty', () => {
    const group = fc
      .record({
        a: fc.integer({ min: 0, max: 1 }),
        b: fc.integer({ min: -3, max: 3 }),
        count: fc.integer({ min: 2, max: 200 }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ a, b, count, share }) => ({ features: [a, b], count, won: Math.round(count * share) }));
    fc.assert(
      fc.property(
        fc.array(group, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 10 }),
        (groups, penalty) => {
          fc.pre(groups.some(({ won }) => won > 0) && groups.some(({ won, count }) => won < count));
          const model = fitLogistic(groups, penalty);
          expect(model.converged).toBe(true);
          const rest = groups.map(({ won, count }, at) => won - count * (model.chances[at] ?? 0));
          expect(rest.reduce((sum, part) => sum + part, 0)).toBeCloseTo(0, 6);
          for (const [at, coefficient] of model.coefficients.entries()) {
            const slope = groups.reduce((sum, { features }, row) => sum + (features[at] ?? 0) * (rest[row] ?? 0), 0);
            expect(slope - penalty * coefficient).toBeCloseTo(0, 6);
          }
        },
      ),
    );
  });

  it('says so where a feature tells won from lost entirely and nothing holds it', () => {
    expect(
      fitLogistic(
        [
          { features: [1], count: 9, won: 9 },
          { features: [0], count: 9, won: 0 },
        ],
        0,
      ).converged,
    ).toBe(false);
  });
});

describe('rules over letters', () => {
  it.each([
    ['score>=100 or grade=A+', { score: 1, grade: 'A+' }, true],
    ['score > 100', { score: 100, grade: 'A' }, false],
    ['grade<b and score=1', { score: 1, grade: 'B-' }, true],
  ] as const)('%s', (text, lead, passes) => expect(parseLetterRule(text)(lead)).toBe(passes));

  it.each(['', 'score', 'score>=B', 'grade>=E', 'grade>=1', 'age>=1', 'score>=1 and'])('%j cannot be read', (text) => {
    expect(() => parseLetterRule(text)).toThrow(BatonError);
  });
});
