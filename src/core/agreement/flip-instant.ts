import type { Catalogue, CatalogueField } from './catalogue.ts';
import { type Condition, listLeaves } from './condition.ts';
import { type LeafTest, readLeaf } from './condition-test.ts';
import type { Facts } from './facts.ts';
import { readAmount, readFact } from './read-fact.ts';

const day = 86_400_000;

/**
 * Makes a function that gives the first instant after `facts.at` at which the condition can change by time alone, in
 * epoch milliseconds; null when it cannot. Each leaf that depends on time is asked, also where another one settles the
 * matter, so the instant may come to nothing but is never too late.
 *
 * @example
 * const source = { currency: 'EUR', personas: [], segments: [], stages: [], journey: [] };
 * const recent = { all: [{ field: 'contact.created_at', op: 'within-last', value: '1d' }] };
 * findFlip(recent, buildCatalogue(source))({ at: 1000, contact: { createdAt: 0 }, derived: {}, touches: [] }) // 86400000
 */
export function findFlip(condition: Condition, catalogue: Catalogue): (facts: Facts) => number | null {
  const leaves = listLeaves(condition).flatMap(({ leaf }) => {
    const read = readLeaf(leaf, catalogue);
    return 'problem' in read ? [] : [read];
  });
  return (facts) => {
    let first: number | null = null;
    for (const { field, test } of leaves) {
      for (const instant of listFlips(field, test, facts, catalogue.zone)) {
        if (instant > facts.at && (first === null || instant < first)) first = instant;
      }
    }
    return first;
  };
}

function listFlips(field: CatalogueField, test: LeafTest, facts: Facts, zone: string): number[] {
  if (test.test === 'age') {
    const touches = field.name.startsWith('touch.') ? facts.touches : [undefined];
    return touches.flatMap((touch) => {
      const value = readAmount(field, readFact(field, facts, touch), zone);
      // A future instant comes into the window when it is reached, and leaves it after the duration.
      return value === null ? [] : [value, value + test.duration];
    });
  }
  if (!field.changesWithTime) return [];
  const { derived } = facts;
  if (field.name.startsWith('grade')) return derived.gradeValidUntil == null ? [] : [derived.gradeValidUntil];
  const bounds = listBounds(test);
  if (field.name === 'engagement') {
    return bounds.flatMap((bound) => derived.nextCrossing?.(bound) ?? []);
  }
  const { lastTouchAt } = derived;
  if (lastTouchAt == null) return [];
  // Whole days: a bound is passed when its day is full, and an equality ends when the next is.
  return bounds.flatMap((bound) => [Math.ceil(bound), Math.floor(bound) + 1].map((days) => lastTouchAt + days * day));
}

function listBounds(test: LeafTest): number[] {
  if (test.test === 'other-number') return [test.value];
  return test.test === 'range' ? [test.from, test.to].filter((bound) => bound !== null) : [];
}
