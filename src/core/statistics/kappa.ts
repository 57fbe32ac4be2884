import { divide } from './quantile.ts';

export type LabelMatch = {
  /** Share of the items that both gave the same label. */
  readonly observed: number | null;
  /** What that share would be if both gave their labels by chance. */
  readonly expected: number | null;
  /** How much of what chance leaves they agree on: 1 all, 0 no more than chance; null where chance leaves nothing. */
  readonly kappa: number | null;
  readonly count: number;
};

/**
 * How well two people, or two departments, agree on the labels of the same items: Cohen's kappa.
 *
 * @param pairs for each item the label of the one and of the other
 * @example
 * measureKappa([['lead', 'lead'], ['lead', 'no'], ['no', 'no'], ['no', 'no']])
 * // { observed: 0.75, expected: 0.5, kappa: 0.5, count: 4 }
 * measureKappa([]) // { observed: null, expected: null, kappa: null, count: 0 }
 */
export function measureKappa(pairs: readonly (readonly [string, string])[]): LabelMatch {
  const count = pairs.length;
  const given = new Map<string, { first: number; second: number }>();
  const countOf = (label: string) => {
    const found = given.get(label) ?? { first: 0, second: 0 };
    given.set(label, found);
    return found;
  };
  let same = 0;
  for (const [first, second] of pairs) {
    countOf(first).first += 1;
    countOf(second).second += 1;
    if (first === second) same += 1;
  }
  let byChance = 0;
  for (const { first, second } of given.values()) byChance += first * second;
  const observed = divide(same, count);
  const expected = divide(byChance, count ** 2);
  // In whole numbers, so that chance that leaves nothing is exactly that.
  return { observed, expected, kappa: divide(same * count - byChance, count ** 2 - byChance), count };
}
