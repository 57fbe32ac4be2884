import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findFirstTeam, measurePipeline, type SourcedDeal } from './pipeline.ts';

const deal: SourcedDeal = { value: 100, createdAt: 1_000, firstTeam: 'sales', marketingAt: [] };

describe('deals created', () => {
  it.each<[string, Partial<SourcedDeal>, [sourced: number, influenced: number, accelerated: number]]>([
    ['that Marketing began', { firstTeam: 'marketing', marketingAt: [990] }, [100, 100, 0]],
    ['that Marketing began before the lookback', { firstTeam: 'marketing', marketingAt: [10] }, [100, 100, 0]],
    ['that Marketing touched at the edge of the lookback', { marketingAt: [900] }, [0, 100, 0]],
    ['that Marketing touched too long ago', { marketingAt: [899] }, [0, 0, 0]],
    ['that Marketing touched as they were made', { marketingAt: [1_000] }, [0, 100, 0]],
    ['that Marketing touched later', { marketingAt: [1_001] }, [0, 0, 100]],
    ['that Marketing touched before and later', { marketingAt: [950, 1_001] }, [0, 100, 100]],
    ['that nobody touched', { firstTeam: null }, [0, 0, 0]],
  ])('%s', (_name, about, [sourced, influenced, accelerated]) => {
    expect(measurePipeline([{ ...deal, ...about }], 100)).toMatchObject({
      created: 100,
      sourced,
      influenced,
      accelerated,
    });
  });

  it('have no shares where there are none, or where they are worth nothing', () => {
    for (const deals of [[], [{ ...deal, value: 0 }]]) {
      const { sourcedShare, influencedShare, acceleratedShare } = measurePipeline(deals, 100);
      expect([sourcedShare, influencedShare, acceleratedShare]).toEqual([null, null, null]);
    }
  });

  it('that are sourced are among those that are influenced', () => {
    const anyDeal: fc.Arbitrary<SourcedDeal> = fc.record({
      value: fc.integer({ min: 0, max: 1_000 }),
      createdAt: fc.integer({ min: 0, max: 100 }),
      firstTeam: fc.constantFrom('marketing', 'sales', null),
      marketingAt: fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(anyDeal), fc.integer({ min: 0, max: 120 }), (deals, lookback) => {
        const { created, sourced, influenced } = measurePipeline(deals, lookback);
        expect(sourced).toBeLessThanOrEqual(influenced);
        expect(influenced).toBeLessThanOrEqual(created);
      }),
    );
  });
});

it('the first team is that of the earliest touch before the deal, of those of one instant the first by id', () => {
  const touch = (id: string, at: number, team: 'marketing' | 'sales') => ({ id, at, team });
  expect(findFirstTeam([touch('b', 5, 'sales'), touch('a', 6, 'marketing')], 10)).toBe('sales');
  expect(findFirstTeam([touch('b', 5, 'sales'), touch('a', 5, 'marketing')], 10)).toBe('marketing');
  expect(findFirstTeam([touch('b', 11, 'sales')], 10)).toBeNull();
});
