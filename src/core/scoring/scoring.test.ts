import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assessContact, findFirstGrade, findFirstReach } from './assessment.ts';
import { scoreEngagement, writeLedger } from './engagement.ts';
import { type Grade, gradeEngagement, hasReached } from './grade.ts';
import type { EngagementRule, EngagementRules, ScoredTouch, ScoreHistory, ScoringRules } from './rules.ts';

const hour = 3_600_000;
const day = 24 * hour;
const bands = { fit: { A: 75, B: 50, C: 25 }, engagement: { 1: 75, 2: 50, 3: 25 } } as const;
const kinds = ['demo', 'view', 'click', 'careers'] as const;

type Rules = EngagementRules<ScoredTouch>;
type History = ScoreHistory<ScoredTouch>;

const someHalfLife = fc.oneof(
  fc.constantFrom<'never'>('never'),
  fc.integer({ min: 1, max: 90 }).map((n) => n * day),
);
const someWindow = fc.oneof(
  fc.integer({ min: 1, max: 10 }).map((n) => ({ kind: 'rolling' as const, length: n * day })),
  fc.record({
    kind: fc.constant('calendar-day' as const),
    days: fc.integer({ min: 1, max: 7 }),
    zone: fc.constantFrom('Europe/Berlin', 'Pacific/Auckland', 'America/New_York'),
  }),
);
const someRule = fc
  .record({
    points: fc.integer({ min: -40, max: 60 }),
    touch: fc.constantFrom(...kinds),
    halfLife: fc.option(someHalfLife),
    atMost: fc.option(fc.integer({ min: 5, max: 60 })),
    window: fc.option(someWindow),
    /** The touch counts for so long only: a condition that changes with time. */
    within: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 4 }),
  })
  .map((rule) => compileRule(rule));
const someRules: fc.Arbitrary<Rules> = fc.record({
  halfLife: someHalfLife,
  onRecycle: fc.constantFrom('keep', 'keep-half', 'reset'),
  rules: fc
    .array(someRule, { minLength: 1, maxLength: 5 })
    .map((rules) => rules.map((rule, at) => ({ ...rule, key: `rule-${at}` }))),
});
const someInstant = fc.integer({ min: 0, max: 200 * day });
const someHistory: fc.Arbitrary<History> = fc.record({
  touches: fc
    .array(fc.record({ kind: fc.constantFrom(...kinds), at: someInstant, late: fc.integer({ min: 0, max: 9 }) }), {
      maxLength: 25,
    })
    .map((touches) =>
      touches.map(({ kind, at, late }, number) => ({
        id: `t${number}`,
        kind,
        at,
        knownAt: at + (late > 7 ? late * 5 * day : 0),
      })),
    ),
  recycles: fc.array(
    someInstant.map((at) => ({ at, knownAt: at })),
    { maxLength: 2 },
  ),
});

function compileRule(rule: {
  points: number;
  touch: string;
  halfLife: number | 'never' | null;
  atMost: number | null;
  window: EngagementRule<ScoredTouch>['window'] | null;
  within: number | null;
}): EngagementRule<ScoredTouch> {
  const { points, touch, halfLife, atMost, window, within } = rule;
  const length = (within ?? 0) * day;
  return {
    key: 'rule',
    points,
    touch,
    ...(halfLife === null ? {} : { halfLife }),
    ...(atMost === null ? {} : { atMost }),
    ...(window === null || window === undefined ? {} : { window }),
    ...(within === null
      ? {}
      : {
          when: (seen, at) => at - seen.at < length,
          flipsAt: (seen, at) => (at - seen.at < length ? seen.at + length : null),
        }),
  };
}

const noFit = (engagement: Rules): ScoringRules<null, ScoredTouch> => ({ fit: [], engagement, grade: bands });
const levelAt = (rules: Rules, history: History, at: number, knownBy: number) =>
  gradeEngagement(scoreEngagement(rules, history, at, knownBy).score, bands.engagement);

describe('engagement', () => {
  it('the ledger sums to the score, recycles, caps and bounds included', () => {
    fc.assert(
      fc.property(someRules, someHistory, someInstant, (rules, history, at) => {
        const sum = writeLedger(rules, history, at).reduce((total, entry) => total + entry.points, 0);
        expect(sum).toBeCloseTo(scoreEngagement(rules, history, at).score, 9);
      }),
      { numRuns: 1_000 },
    );
  });

  it('does not depend on the order in which touches came in', () => {
    const shuffled = someHistory.chain((history) =>
      fc
        .shuffledSubarray([...history.touches], { minLength: history.touches.length })
        .map((touches) => [history, { touches, recycles: history.recycles.toReversed() }] as const),
    );
    fc.assert(
      fc.property(someRules, shuffled, someInstant, (rules, [history, other], at) => {
        expect(scoreEngagement(rules, other, at)).toEqual(scoreEngagement(rules, history, at));
        expect(writeLedger(rules, other, at)).toEqual(writeLedger(rules, history, at));
      }),
      { numRuns: 1_000 },
    );
  });

  it('agrees with a plain sum where nothing is capped, recycled or conditional', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            points: fc.integer({ min: -40, max: 60 }),
            touch: fc.constantFrom(...kinds),
            halfLife: someHalfLife,
          }),
          { maxLength: 5 },
        ),
        someHistory,
        someInstant,
        (plain, { touches }, at) => {
          const rules: Rules = {
            halfLife: 'never',
            onRecycle: 'keep',
            rules: plain.map((rule, key) => ({ ...rule, key: `${key}` })),
          };
          let expected = 0;
          for (const rule of plain) {
            for (const touch of touches) {
              if (touch.kind !== rule.touch || touch.at > at || touch.knownAt > at) continue;
              expected += rule.points * (rule.halfLife === 'never' ? 1 : 2 ** ((touch.at - at) / rule.halfLife));
            }
          }
          expect(scoreEngagement(rules, { touches, recycles: [] }, at).raw).toBeCloseTo(expected, 9);
        },
      ),
    );
  });

  it('as of an instant, what was heard of later makes no difference', () => {
    fc.assert(
      fc.property(someRules, someHistory, someInstant, (rules, history, at) => {
        const known = {
          touches: history.touches.filter(({ knownAt }) => knownAt <= at),
          recycles: history.recycles.filter((one) => one.knownAt <= at),
        };
        expect(scoreEngagement(rules, history, at)).toEqual(scoreEngagement(rules, known, at));
      }),
    );
  });

  it.each([
    ['keep', 40],
    ['keep-half', 20],
    ['reset', 0],
  ] as const)('a recycle with %s leaves %d of 40, and a touch after it counts whole', (onRecycle, left) => {
    const rules: Rules = { halfLife: 'never', onRecycle, rules: [{ key: 'view', points: 15, atMost: 40 }] };
    const touches = [1, 2, 3].map((at) => ({ id: `t${at}`, kind: 'view', at, knownAt: at }));
    const history = { touches, recycles: [{ at: 3, knownAt: 3 }] };
    expect(scoreEngagement(rules, history, 3).score).toBe(left);
    const later = { ...history, touches: [...touches, { id: 't4', kind: 'view', at: 4, knownAt: 4 }] };
    expect(scoreEngagement(rules, later, 4).score).toBe(Math.min(40, left + 15));
  });

  it('caps windows apart: rolling from a touch on, calendar days by the zone', () => {
    // Midnight in Berlin is at 22:00 UTC, half an hour after the first touch.
    const at = Date.UTC(2026, 5, 1, 21, 30);
    const touches = [0, 1, 26].map((hours) => ({
      id: `t${hours}`,
      kind: 'view',
      at: at + hours * hour,
      knownAt: at + hours * hour,
    }));
    const score = (window: EngagementRule<ScoredTouch>['window']) =>
      scoreEngagement(
        {
          halfLife: 'never',
          onRecycle: 'keep',
          rules: [{ key: 'view', points: 10, atMost: 15, ...(window && { window }) }],
        },
        { touches, recycles: [] },
        at + 2 * day,
      ).score;
    expect(score(undefined)).toBe(15);
    expect(score({ kind: 'rolling', length: day })).toBe(25);
    expect(score({ kind: 'calendar-day', days: 1, zone: 'UTC' })).toBe(25);
    // In Berlin the first is of 1 June, the second of 2 June, the third of 3 June.
    expect(score({ kind: 'calendar-day', days: 1, zone: 'Europe/Berlin' })).toBe(30);
  });

  it('negative points are capped by their size and decay upward', () => {
    const rules: Rules = { halfLife: day, onRecycle: 'keep', rules: [{ key: 'careers', points: -15, atMost: 20 }] };
    const history = { touches: ['a', 'b'].map((id) => ({ id, kind: 'view', at: 0, knownAt: 0 })), recycles: [] };
    expect(scoreEngagement(rules, history, 0)).toEqual({ score: 0, raw: -20 });
    expect(scoreEngagement(rules, history, day)).toEqual({ score: 0, raw: -15 });
  });
});

describe('time', () => {
  it('the grade holds until validUntil, and is another one then', () => {
    fc.assert(
      fc.property(
        someRules,
        someHistory,
        someInstant,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
        (rules, history, at, samples) => {
          const { validUntil, level } = assessContact(noFit(rules), null, history, at);
          const end = validUntil ?? at + 2_000 * day;
          for (const sample of samples) {
            const instant = at + Math.floor(sample * (end - 1 - at));
            expect(levelAt(rules, history, instant, at)).toBe(level);
          }
          expect(levelAt(rules, history, end - 1, at)).toBe(level);
          if (validUntil !== null) expect(levelAt(rules, history, validUntil, at)).not.toBe(level);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('the first crossing is the one that a scan finds', () => {
    const step = 2 * hour;
    fc.assert(
      fc.property(
        someRules,
        someHistory,
        fc.integer({ min: 1, max: 100 }),
        someInstant,
        (rules, history, threshold, from) => {
          const to = from + 60 * day;
          const reached = (at: number) => hasReached(scoreEngagement(rules, history, at, to).score, threshold);
          let scanned: number | null = null;
          for (let at = from; at <= to && scanned === null; at += step) if (reached(at)) scanned = at;
          const found = findFirstReach(rules, history, threshold, from, to, to);
          if (found !== null) {
            expect(reached(found)).toBe(true);
            if (found > from) expect(reached(found - 1)).toBe(false);
          }
          // A peak can lie between two steps of the scan, so the solver may be earlier, but never later.
          if (scanned !== null) expect(found).not.toBeNull();
          if (scanned !== null && found !== null) expect(found).toBeLessThanOrEqual(scanned);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('the first crossing is the one that a scan of every instant finds', () => {
    // Half-lives of some ten instants: small enough to look at each of them.
    const shortRules = someRules.map(
      (rules): Rules => ({
        ...rules,
        halfLife: 40,
        rules: rules.rules.map(({ window: _, when: __, flipsAt: ___, halfLife, ...rule }) => ({
          ...rule,
          ...(typeof halfLife === 'number' ? { halfLife: 3 + halfLife / day } : {}),
        })),
      }),
    );
    const shortHistory = someHistory.map((history): History => {
      const shrink = <Item extends { at: number }>(item: Item) => ({
        ...item,
        at: Math.floor(item.at / day),
        knownAt: 0,
      });
      return { touches: history.touches.map(shrink), recycles: history.recycles.map(shrink) };
    });
    fc.assert(
      fc.property(shortRules, shortHistory, fc.integer({ min: 1, max: 100 }), (rules, history, threshold) => {
        let scanned: number | null = null;
        for (let at = 0; at <= 400 && scanned === null; at += 1) {
          if (hasReached(scoreEngagement(rules, history, at, 0).score, threshold)) scanned = at;
        }
        expect(findFirstReach(rules, history, threshold, 0, 400, 0)).toBe(scanned);
      }),
      { numRuns: 500 },
    );
  });

  it('rises between touches where negative points fade faster than positive ones', () => {
    const rules: Rules = {
      halfLife: 90 * day,
      onRecycle: 'keep',
      rules: [
        { key: 'demo', points: 50, touch: 'demo' },
        { key: 'careers', points: -15, touch: 'careers', halfLife: 7 * day },
      ],
    };
    const touches = ['demo', 'careers'].map((kind) => ({ id: kind, kind, at: 0, knownAt: 0 }));
    const found = findFirstReach(rules, { touches, recycles: [] }, 40, 0, 365 * day, 0);
    expect(found).toBeGreaterThan(5 * day);
    expect(found).toBeLessThan(12 * day);
  });

  it('sees the peak at which a cap ceases to bind', () => {
    const rules: Rules = {
      halfLife: 30 * day,
      onRecycle: 'keep',
      rules: [
        { key: 'view', points: 20, touch: 'view', atMost: 40 },
        { key: 'careers', points: -30, touch: 'careers', halfLife: 3 * day },
      ],
    };
    // 80 points hold the cap of 40 for 30 days; meanwhile the negative ones fade: 0.1 is left of them after 24.7 days.
    const touches = ['view', 'view', 'view', 'view', 'careers'].map((kind, at) => ({
      id: `${at}`,
      kind,
      at: 0,
      knownAt: 0,
    }));
    const found = findFirstReach(rules, { touches, recycles: [] }, 39.9, 0, 365 * day, 0);
    expect((found ?? 0) / day).toBeCloseTo(3 * Math.log2(300), 5);
  });

  it('a century of nothing is never', () => {
    expect(
      assessContact(noFit({ halfLife: day, onRecycle: 'keep', rules: [] }), null, { touches: [], recycles: [] }, 0)
        .validUntil,
    ).toBeNull();
  });

  it('fit that changes with time ends the grade, too', () => {
    const rules: ScoringRules<null, ScoredTouch> = {
      ...noFit({ halfLife: 'never', onRecycle: 'keep', rules: [] }),
      fit: [
        { key: 'new', points: 10, when: (_, at) => at < 5 * day, flipsAt: (_, at) => (at < 5 * day ? 5 * day : null) },
      ],
    };
    expect(assessContact(rules, null, { touches: [], recycles: [] }, 0)).toMatchObject({
      grade: 'A4',
      validUntil: 5 * day,
    });
    expect(findFirstGrade(rules, null, { touches: [], recycles: [] }, new Set<Grade>(['D4']), 0, 9 * day, 0)).toBe(
      5 * day,
    );
  });

  it('a hundred thousand touches are solved at once', () => {
    const touches = Array.from({ length: 100_000 }, (_, at) => ({
      id: `${at}`,
      kind: 'view',
      at: at * 1_000,
      knownAt: 0,
    }));
    const rules: Rules = { halfLife: day, onRecycle: 'keep', rules: [{ key: 'view', points: 0.001 }] };
    const found = findFirstReach(rules, { touches, recycles: [] }, 50, 0, 200_000_000, 0);
    // One a second against a half-life of a day: in the limit 0.001 x 86,400 / ln 2 = 124.65 points.
    const expected = -Math.log(1 - 50 / (86.4 / Math.LN2)) * (day / Math.LN2);
    expect(Math.abs((found ?? 0) - expected)).toBeLessThan(2_000);
  });
});

const reference = path.resolve(import.meta.dirname, '../../../../shared/reference/scoring.json');

// Without the folder of reference cases beside the project this is skipped.
describe.skipIf(!existsSync(reference))('reference cases', () => {
  it('all pass', async () => {
    const { operations } = await import('../../cli/conformance/scoring.ts');
    const { findDifferences } = await import('../../cli/conformance/compare.ts');
    for (const testCase of JSON.parse(readFileSync(reference, 'utf8')).cases) {
      const answer = operations.find((operation) => operation.matches(testCase))?.run(testCase.input, testCase);
      const tolerance = { of: testCase.tolerance ?? 1e-6, kind: 'absolute' as const };
      expect([testCase.id, findDifferences(testCase.expected, answer, tolerance)]).toEqual([testCase.id, []]);
    }
  });
});
