import { describe, expect, it } from 'vitest';
import { assessContact, findFirstGrade, findFirstReach, findGradeChange } from './assessment.ts';
import { measureCalibration } from './calibration.ts';
import { findFirstChange } from './crossing.ts';
import { countTally, holdScore, scoreEngagement, writeLedger } from './engagement.ts';
import { explainScore } from './explanation.ts';
import { scoreFit } from './fit.ts';
import { findGradeAction, type Grade, gradeEngagement, gradeFit, hasReached } from './grade.ts';
import { parseLetterRule } from './letter-rule.ts';
import { explainChance, fitLogistic } from './logistic.ts';
import { countByScore, countConfusion, measureAuc, measureLift } from './outcomes.ts';
import type { EngagementRules, ScoredTouch, ScoringRules } from './rules.ts';
import { addRecycle, addTouch, countGroup, decayPoints, shareKept, sortHistory, tallyTouches } from './tally.ts';
import { findBestThreshold, findMostValuableThreshold, findThresholdForCapacity } from './thresholds.ts';
import { findTurningPoints } from './turning-points.ts';

const day = 86_400_000;
const bands = { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } } as const;
type Rules = EngagementRules<ScoredTouch>;
const noFit = (engagement: Rules): ScoringRules<null, ScoredTouch> => ({ fit: [], engagement, grade: bands });

describe('examples of the docstrings', () => {
  const touch = (id: string, kind: string, at: number): ScoredTouch => ({ id, kind, at, knownAt: at });
  const demo = { touches: [touch('t1', 'form-submitted', 0)], recycles: [] };

  it('engagement', () => {
    expect(
      scoreEngagement(
        { halfLife: 30 * day, onRecycle: 'keep', rules: [{ key: 'webinar', points: 20, touch: 'webinar-attended' }] },
        { touches: [{ id: 't1', kind: 'webinar-attended', at: 0, knownAt: 0 }], recycles: [] },
        60 * day,
      ),
    ).toEqual({ score: 5, raw: 5 });
    expect(holdScore(-25, { halfLife: 'never', onRecycle: 'keep', rules: [] })).toBe(0);
    expect(
      writeLedger(
        { halfLife: 'never', onRecycle: 'reset', rules: [{ key: 'click', points: 5 }] },
        { touches: [{ id: 't1', kind: 'email-clicked', at: 1, knownAt: 1 }], recycles: [{ at: 2, knownAt: 2 }] },
        3,
      ),
    ).toEqual([
      { kind: 'touch', clause: 'click', touchId: 't1', at: 1, points: 5 },
      { kind: 'recycle', clause: 'click', points: -5 },
    ]);
  });

  it('changes', () => {
    const engagement: Rules = { halfLife: 1_000, onRecycle: 'keep', rules: [{ key: 'demo', points: 50 }] };
    expect(findFirstChange(engagement, demo, { read: (raw) => raw >= 25 }, 0, 1_000_000, 0)).toBe(1001);
    expect(
      findGradeChange(
        {
          fit: [],
          engagement: { halfLife: 1_000, onRecycle: 'keep', rules: [{ key: 'demo', points: 50 }] },
          grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } },
        },
        null,
        { touches: [{ id: 't1', kind: 'demo', at: 0, knownAt: 0 }], recycles: [] },
        0,
        1_000_000,
        0,
      ),
    ).toBe(1);
    expect(
      findFirstReach(
        { halfLife: 'never', onRecycle: 'keep', rules: [{ key: 'click', points: 5 }] },
        { touches: [touch('a', 'email-clicked', 10), touch('b', 'email-clicked', 20)], recycles: [] },
        10,
        0,
        100,
        100,
      ),
    ).toBe(20);
    expect(
      findFirstGrade(
        noFit({ halfLife: 'never', onRecycle: 'keep', rules: [{ key: 'demo', points: 50 }] }),
        null,
        { touches: [{ id: 't1', kind: 'demo', at: 7, knownAt: 7 }], recycles: [] },
        new Set<Grade>(['D2']),
        0,
        100,
        100,
      ),
    ).toBe(7);
  });

  it('grades', () => {
    expect(hasReached(74.999, 75)).toBe(false);
    expect(gradeFit(75, { A: 75, B: 50, C: 25 })).toBe('A');
    expect(gradeEngagement(49.9, { 1: 75, 2: 50, 3: 25 })).toBe('3');
    expect(
      assessContact(
        {
          fit: [{ key: 'fit-segment', points: 50, when: (contact) => contact.segment === 'mid-market' }],
          engagement: { halfLife: 30 * day, onRecycle: 'keep', rules: [{ key: 'demo', points: 50 }] },
          grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } },
        },
        { segment: 'mid-market' },
        { touches: [{ id: 't1', kind: 'demo', at: 0, knownAt: 0 }], recycles: [] },
        day,
      ).grade,
    ).toBe('A3');
  });

  it('tallies', () => {
    expect(shareKept('keep-half')).toBe(0.5);
    expect(decayPoints(15, 30, 30)).toBe(7.5);
    expect(sortHistory({ touches: [{ id: 'a', kind: 'call', at: 2, knownAt: 9 }], recycles: [] }, 5).touches).toEqual(
      [],
    );
    expect(
      tallyTouches(
        { halfLife: 'never', onRecycle: 'keep', rules: [{ key: 'call', points: 5 }] },
        { touches: [{ id: 'a', kind: 'call', at: 1, knownAt: 1 }], recycles: [] },
        1,
      ).groups[0]?.batches[0]?.sum,
    ).toBe(5);
    const reset: Rules = { halfLife: 'never', onRecycle: 'reset', rules: [{ key: 'call', points: 5 }] };
    const tally = tallyTouches(reset, { touches: [], recycles: [] }, 0);
    addTouch(tally, { id: 'a', kind: 'call', at: 2, knownAt: 2 }, 2);
    expect(tally.groups[0]?.batches[0]?.sum).toBe(5);
    addRecycle(tally);
    expect(tally.groups[0]?.batches.length).toBe(2);
    expect(
      countGroup(
        {
          rule: { key: 'call', points: 5 },
          halfLife: 30,
          sign: 1,
          cap: 12,
          closes: 99,
          batches: [{ sum: 20, latest: 0, touches: [] }],
        },
        30,
        1,
      ),
    ).toBe(10);
    expect(
      countTally(
        tallyTouches({ halfLife: 'never', onRecycle: 'keep', rules: [] }, { touches: [], recycles: [] }, 0),
        0,
      ),
    ).toBe(0);
    expect(
      findTurningPoints(
        [
          { coefficient: 1, rate: 1 },
          { coefficient: -1, rate: 2 },
        ],
        10,
      ).map((t) => t.toFixed(4)),
    ).toEqual(['0.6931']);
  });

  it('fit and explanation', () => {
    expect(findGradeAction('D1')).toBe('check-fit');
    expect(
      scoreFit(
        [
          { key: 'fit-segment', points: 50, when: (contact) => contact.segment === 'mid-market' },
          { key: 'fit-junk', points: -40, when: (contact) => contact.title === 'Student' },
        ],
        { segment: 'mid-market', title: 'Student' },
        0,
      ).score,
    ).toBe(20);
    expect(
      explainScore(
        {
          fit: [{ key: 'fit-role', points: 20, when: () => false, missing: () => ['contact.title'] }],
          engagement: { halfLife: 'never', onRecycle: 'keep', rules: [{ key: 'click', points: 5, atMost: 8 }] },
          grade: { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } },
        },
        null,
        { touches: [touch('a', 'email-clicked', 1), touch('b', 'email-clicked', 2)], recycles: [] },
        3,
      ),
    ).toEqual({
      clauses: [
        { clause: 'click', axis: 'engagement', points: 8, given: 10, capped: -2, recycled: 0, touches: 2, lastAt: 2 },
      ],
      bounds: { fit: 0, engagement: 0 },
      missing: [{ clause: 'fit-role', points: 100, fields: ['contact.title'] }],
    });
  });

  it('calibration', () => {
    expect(
      measureAuc([
        { score: 9, won: true },
        { score: 5, won: false },
        { score: 5, won: true },
      ]),
    ).toBe(0.75);
    expect(
      countConfusion(
        [
          { score: 9, won: true },
          { score: 5, won: false },
        ],
        5,
      ).precision,
    ).toBe(0.5);
    expect(
      measureLift(
        [
          { score: 9, won: true },
          { score: 5, won: false },
        ],
        0.5,
      ),
    ).toEqual({ count: 1, rate: 1, base: 0.5, lift: 2 });
    expect(
      countByScore([
        { score: 9, won: true },
        { score: 5, won: false },
        { score: 9, won: false },
      ]),
    ).toEqual([
      { score: 5, won: 0, lost: 1 },
      { score: 9, won: 1, lost: 1 },
    ]);
    expect(
      findBestThreshold([
        { score: 9, won: true },
        { score: 5, won: false },
      ]).f1,
    ).toEqual({ threshold: 9, value: 1 });
    expect(
      findMostValuableThreshold(
        [
          { score: 9, won: true },
          { score: 5, won: false },
        ],
        900,
        100,
      ),
    ).toEqual({
      threshold: 9,
      value: 900,
      breakEvenPrecision: 0.1,
    });
    expect(
      findThresholdForCapacity(
        [
          { score: 9, won: true },
          { score: 5, won: false },
          { score: 5, won: true },
        ],
        2,
      ),
    ).toEqual({ threshold: 9, volume: 1 });
    expect(
      fitLogistic(
        [
          { features: [1], count: 100, won: 30 },
          { features: [0], count: 200, won: 10 },
        ],
        0,
      ).oddsRatios[0]?.toFixed(4),
    ).toBe('8.1429');
    expect(explainChance({ intercept: -2, coefficients: [2] }, [0.5], [1], ['demo'])).toEqual({
      base: -1,
      contributions: [1],
      logit: 0,
      chance: 0.5,
      order: ['demo'],
    });
    expect(
      measureCalibration([
        { chance: 0.5, won: true },
        { chance: 0.5, won: false },
      ]),
    ).toEqual({
      brier: 0.25,
      meanChance: 0.5,
      rate: 0.5,
    });
    expect(parseLetterRule('score>=100 and grade>=B')({ score: 120, grade: 'B-' })).toBe(false);
  });
});
