import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAgreement } from '../agreement/read-agreement.ts';
import type { Agreement } from '../agreement/schema.ts';
import { compileRelay } from '../relay/relay.ts';
import { listCountedPromises } from './counted-promises.ts';
import { type GoalTerms, spreadGoal } from './goal.ts';
import { judgeAmount, judgeRate } from './judge-promise.ts';
import { findPeriod } from './period.ts';

const weekday = (day: string) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

describe('a period', () => {
  it.each([
    ['week', '2026-11-22', '2026-11-16', '2026-11-23'],
    ['month', '2026-12-31', '2026-12-01', '2027-01-01'],
    ['quarter', '2026-11-22', '2026-10-01', '2027-01-01'],
    ['year', '2026-11-22', '2026-01-01', '2027-01-01'],
  ] as const)('is the %s in which a day lies', (per, day, from, to) => {
    expect(findPeriod(per, day)).toEqual({ from, to });
  });
});

describe('a goal', () => {
  it('is the whole of a period, on its working days', () => {
    const terms: GoalTerms = { amount: 147, per: 'month', isOpen: weekday };
    const { goal, days } = spreadGoal({ from: '2026-06-01', to: '2026-07-01' }, () => terms);
    expect([goal, days.length]).toEqual([expect.closeTo(147), 22]);
  });

  it('of a promise that began or changed within the period is each part of its own', () => {
    const week: GoalTerms = { amount: 70, per: 'week', isOpen: () => true };
    const span = { from: '2026-06-01', to: '2026-06-08' };
    expect(spreadGoal(span, (day) => (day < '2026-06-04' ? null : week)).goal).toBeCloseTo(40);
    const more: GoalTerms = { ...week, amount: 140 };
    expect(spreadGoal(span, (day) => (day < '2026-06-04' ? week : more)).goal).toBeCloseTo(30 + 80);
    const never: GoalTerms = { ...week, isOpen: () => false };
    expect(spreadGoal(span, () => never)).toEqual({ goal: 0, days: [] });
  });
});

describe('a verdict', () => {
  const part = (level: number, kept: number, broken: number, running = 0) => ({ level, kept, broken, running });

  it.each([
    ['nothing', [], 'nothing-owed'],
    ['cases that all run', [part(0.9, 0, 0, 4)], 'not-enough-data'],
    ['29 decided', [part(0.9, 29, 0)], 'not-enough-data'],
    ['30 decided, just as agreed', [part(0.9, 27, 3)], 'kept'],
    ['30 decided, one too many', [part(0.9, 26, 4)], 'missed'],
    ['100 % of one', [part(1, 1, 0)], 'kept'],
    ['100 %, one broken', [part(1, 7, 1)], 'missed'],
    ['100 %, nothing decided', [part(1, 0, 0, 2)], 'nothing-owed'],
    ['two versions, each by its own level', [part(0.9, 18, 2), part(0.5, 5, 5)], 'kept'],
    ['two versions, the second stricter', [part(0.5, 10, 10), part(0.9, 8, 2)], 'missed'],
    ['a level of 100 % that was broken before it was lowered', [part(1, 9, 1), part(0.5, 30, 0)], 'missed'],
  ] as const)('on %s', (_case, parts, verdict) => {
    expect(judgeRate(parts).verdict).toBe(verdict);
  });

  it('never turns from kept to missed by one more that is kept', () => {
    const cases = fc.record({ kept: fc.nat(200), broken: fc.nat(200), level: fc.constantFrom(0.5, 0.8, 0.9, 0.95) });
    fc.assert(
      fc.property(cases, ({ kept, broken, level }) => {
        const before = judgeRate([part(level, kept, broken)]).verdict;
        const after = judgeRate([part(level, kept + 1, broken)]).verdict;
        expect(before === 'kept' && after === 'missed').toBe(false);
      }),
    );
  });

  it.each([
    [0, 5, 0, false, 'nothing-owed'],
    [40, 20, 20, false, 'on-pace'],
    [40, 19, 20, false, 'behind-pace'],
    [40, 40, 20, false, 'kept'],
    [40, 39, 40, true, 'missed'],
  ] as const)('on a goal of %d, %d came where %d should have', (goal, actual, goalToDate, isOver, verdict) => {
    expect(judgeAmount(goal, { actual, goalToDate }, isOver)).toBe(verdict);
  });
});

it('a lead counts for the promises whose segment and condition hold when it is handed over', () => {
  const text = readFileSync(
    path.join(import.meta.dirname, '../../../test/fixtures/agreement/lap.yaml'),
    'utf8',
  ).replace(
    'marketing_commits:\n',
    `marketing_commits:
  - { key: volume, promise: sales-ready leads, segment: mid-market, at_least: 4, per: month }
  - { key: best, promise: sales-ready leads, at_least: 2, per: month, when: { all: [ { field: grade, op: equals, value: A1 } ] } }
  - { key: value, promise: expected value of sales-ready leads, at_least: 100, per: month }
`,
  );
  const relay = compileRelay(readAgreement(text).agreement as Agreement, { id: 'v1', number: 1, name: 'First' });
  const count = (derived: { grade: string; segment: string | null }) =>
    listCountedPromises(relay, { at: 0, contact: {}, derived, touches: [] });
  expect(count({ grade: 'A1', segment: 'mid-market' })).toEqual(['volume', 'best', 'value']);
  expect(count({ grade: 'B1', segment: null })).toEqual(['value']);
});
