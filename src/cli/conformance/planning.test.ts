import { describe, expect, it } from 'vitest';
import { findDifferences } from './compare.ts';
import type { ReferenceCase } from './operation.ts';
import { operations as planning } from './planning.ts';
import { operations as statistics } from './statistics.ts';

/** Answers a case by the operation that takes it. */
function answer(input: Record<string, unknown>): unknown {
  const testCase: ReferenceCase = { id: 'A', input, expected: null };
  const operation = [...statistics, ...planning].find((one) => one.matches(testCase));
  if (operation === undefined) throw new Error(`No operation answers ${JSON.stringify(input)}.`);
  return operation.run(input, testCase);
}

const pacing = {
  op: 'pacing',
  goal: 100,
  period: ['2026-06-01', '2026-06-06'],
  workdays: 'mon-sat',
  actual: { '2026-06-01': 10 },
  today: '2026-06-06',
};
const stages = [{ successes: 30, trials: 120 }];

describe('cases that are not in the files', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['another confidence', { op: 'wilson', x: 5, n: 10, confidence: 0.9 }, { p: 0.5, low: 0.2692718, high: 0.7307282 }],
    ['a difference of nothing', { op: 'diff', x1: 0, n1: 0, x2: 1, n2: 2 }, { diff: null, low: null, high: null }],
    [
      'shares where all did',
      { op: 'compare', x1: 4, n1: 4, x2: 9, n2: 9 },
      { fisher_p: 1, z_p: null, used: 'fisher', p: 1 },
    ],
    [
      'a source with too few decided',
      { op: 'acceptance_report', min_decided: 5, sources: [{ source: 'fair', accepted: 1, decided: 4, pending: 2 }] },
      { overall: 0.25, rows: [{ source: 'fair', pending: 2, tested: false, p_adjusted: null, flag: 'none' }] },
    ],
    ['a report without sources', { op: 'acceptance_report', sources: [] }, { overall: null, rows: [] }],
    ['a rate of 0', { op: 'chain', deals: 5, rates: [['mqls', 0]] }, { error: 'rate_out_of_range' }],
    [
      'a pipeline that covers the quota',
      { op: 'quota_chain', quota: 10, won: 20, avg_deal: 5, rates: [] },
      { gap: 0, marketing_gap: 0, exact: { deals: 0 }, display: { deals: 0 } },
    ],
    ['the last day, Saturdays too', pacing, { working_days: 6, elapsed: 6, goal_to_date: 100, required_per_day: null }],
    ['listed workdays', { ...pacing, workdays: 'mon,wed-fri' }, { working_days: 4, elapsed: 4, projected: 10 }],
    [
      'nothing won yet',
      { op: 'beta_posterior', successes: 0, trials: 20 },
      { a: 0.5, b: 20.5, mean: 0.5 / 21, q50: 0.0111692 },
    ],
    ['a tail of more than there are', { op: 'beta_binomial_tail', ...stages[0], n: 5, k: 6 }, { probability: 0 }],
    ['no reps', { op: 'ramp', full_capacity: 50, reps: [] }, { effective_reps: 0, capacity: 0 }],
    [
      'attempts that never pay',
      {
        op: 'attempt_economics',
        p_connect_at_attempt: [0.1],
        p_win_given_connect: 0.1,
        deal_margin: 10,
        cost_per_attempt: 5,
      },
      { attempts: 0, profit_at_best: 0 },
    ],
    [
      'deals of one amount',
      { op: 'mc_revenue', mqls: 90, stages, deal_size: { dist: 'fixed', mean: 2 }, quota: 1 },
      { expected_revenue: 2 * 90 * (30.5 / 121) },
    ],
  ])('%s', (_name, input, expected) => {
    expect(findDifferences(expected, answer(input), { of: 1e-6, kind: 'absolute' })).toEqual([]);
  });
});
