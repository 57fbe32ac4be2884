import { describe, expect, it } from 'vitest';
import { operations } from './attribution.ts';
import { findDifferences } from './compare.ts';

/** Cases in the form of the reference, which are not in it. */
const touches = [
  { id: 't1', at: '2026-01-01T00:00:00Z', channel: 'ads', contact: 'mary' },
  { id: 't2', at: '2026-01-11T00:00:00Z', channel: 'email', contact: 'kate' },
  { id: 't3', at: '2026-01-11T00:00:00Z', channel: 'direct', contact: 'kate' },
];
const journey = { touches, conversion_at: '2026-01-31T00:00:00Z' };
const paths = [
  { path: ['A', 'B'], conversions: 1, nulls: 0 },
  { path: ['B'], conversions: 0, nulls: 1 },
];

const cases: [string, Record<string, unknown>, unknown][] = [
  ['the key of an agreement', { ...journey, model: 'last-non-direct' }, { shares: { t1: 0, t2: 1, t3: 0 } }],
  ['a tie by id', { ...journey, model: 'last' }, { shares: { t1: 0, t2: 0, t3: 1 }, by_channel: { direct: 1 } }],
  ['a lookback, inclusive', { ...journey, model: 'first', lookback_days: 30 }, { shares: { t1: 1, t2: 0, t3: 0 } }],
  [
    'nothing within it',
    { ...journey, model: 'z', lookback_days: 1 },
    { shares: { t1: 0, t2: 0, t3: 0 }, unattributed: 1 },
  ],
  ['no touch', { ...journey, touches: [], model: 'linear' }, { shares: {}, unattributed: 1 }],
  [
    'a committee without a level',
    { ...journey, model: 'linear', committee: { contacts: ['kate'], primary: 'kate' } },
    { shares: { t1: 0, t2: 0.5, t3: 0.5 } },
  ],
  ['cents', { ...journey, model: 'linear', value_minor: 100 }, { minor: { t1: 34, t2: 33, t3: 33 }, unattributed: 0 }],
  [
    'Markov that remembers',
    { model: 'markov', order: 2, paths },
    { exact_shares: { A: '1/2', B: '1/2' }, p_conversion: 0.5 },
  ],
  [
    'Markov without a win',
    { model: 'markov', paths: [{ path: ['A'], conversions: 0, nulls: 3 }] },
    { p_conversion: 0, removal_effects: { A: 0 }, shares: { A: 0 }, exact_shares: { A: '0' } },
  ],
  ['Markov of nothing', { model: 'markov', paths: [] }, { p_conversion: null, shares: {} }],
  [
    'coalitions that are worth what is said',
    { model: 'shapley', variant: 'rate', coalition_values: { A: 10, B: 20, 'A,B': 50 } },
    { shapley: { A: 20, B: 30 }, sum: 50 },
  ],
  ['cents below 0', { op: 'allocate_minor_units', total_minor: -5, shares: [0.5, 0.5] }, { minor: [-3, -2] }],
  [
    'no spend',
    { op: 'romi', reporting: 'USD', spend: [], revenue: [] },
    { spend_USD: 0, romi_revenue: null, romi_margin: null },
  ],
  ['no deals', { op: 'pipeline', opportunities: [] }, { sourced: 0, sourced_share: null, influenced_share: null }],
];

describe('credit', () => {
  it.each(cases)('of %s', async (_name, input, expected) => {
    const testCase = { id: 'A', input, expected };
    const operation = operations.find((one) => one.matches(testCase));
    expect(findDifferences(expected, await operation?.run(input, testCase), { of: 1e-9, kind: 'absolute' })).toEqual(
      [],
    );
  });

  it('is not for a figure of the same name', () => {
    const testCase = { id: 'A', kpi: 'romi', input: { spend: 1 }, expected: {} };
    expect(operations.some((one) => one.matches(testCase))).toBe(false);
  });
});
