export type FalseDiscovery = {
  /** The p of each test, adjusted for how many there are, in the order of the input. */
  readonly adjusted: number[];
  /** Places of the tests that stand at the rate asked for, in ascending order. */
  readonly rejected: number[];
};

/**
 * Which of many tests stand, so that at most a share `q` of those that do is there by chance (Benjamini and Hochberg 1995):
 * each p times the number of tests by its rank, and never above that of the next.
 *
 * @param q the rate of false discoveries, 5 % unless said
 * @example
 * adjustForMany([0.5, 0.01, 0.25]) // { adjusted: [0.5, 0.03, 0.375], rejected: [1] }
 * adjustForMany([]) // { adjusted: [], rejected: [] }
 */
export function adjustForMany(p: readonly number[], q = 0.05): FalseDiscovery {
  const adjusted: number[] = new Array(p.length).fill(1);
  let least = 1;
  const order = p.map((value, place) => ({ value, place })).sort((a, b) => b.value - a.value);
  for (const [at, { value, place }] of order.entries()) {
    least = Math.min(least, (value * p.length) / (p.length - at));
    adjusted[place] = least;
  }
  // A p at the very limit passes, whatever its last bit became.
  const rejected = adjusted.flatMap((value, place) => (value <= q * (1 + 1e-12) ? [place] : []));
  return { adjusted, rejected };
}
