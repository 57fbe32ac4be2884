/** One term of a sum of exponentials: `coefficient * e^(-rate * t)`; a rate of 0 is a constant. */
export type ExponentialTerm = { readonly coefficient: number; readonly rate: number };

/**
 * Where a sum of decaying exponentials turns from rising to falling or back, in order. Between two of them it runs in one
 * direction. Positive points fall and negative ones rise with time, so their sum can turn, at most once less than it has
 * different rates. Found by Rolle's theorem: divided by its slowest term, the sum has a derivative of one term less.
 *
 * @param until the end of the stretch that begins at 0, in the unit of 1 / rate
 * @example
 * findTurningPoints([{ coefficient: 1, rate: 1 }, { coefficient: -1, rate: 2 }], 10).map((t) => t.toFixed(4)) // ['0.6931']
 */
export function findTurningPoints(terms: readonly ExponentialTerm[], until: number): number[] {
  return findRoots(
    terms.map(({ coefficient, rate }) => ({ coefficient: -rate * coefficient, rate })),
    until,
  );
}

function findRoots(terms: readonly ExponentialTerm[], until: number): number[] {
  const live = terms.filter(({ coefficient }) => coefficient !== 0).sort((a, b) => a.rate - b.rate);
  const slowest = live[0];
  if (slowest === undefined || live.length === 1) return [];
  const divided = live.map(({ coefficient, rate }) => ({ coefficient, rate: rate - slowest.rate }));
  const stops = [0, ...findTurningPoints(divided, until), until];
  const roots: number[] = [];
  for (const [at, from] of stops.entries()) {
    const to = stops[at + 1];
    if (to === undefined || Math.sign(addTerms(divided, from)) * Math.sign(addTerms(divided, to)) >= 0) continue;
    roots.push(bisect(divided, from, to));
  }
  return roots;
}

function bisect(terms: readonly ExponentialTerm[], from: number, to: number): number {
  const rising = addTerms(terms, from) < 0;
  let low = from;
  let high = to;
  // 80 halvings leave less of any stretch than a number can tell apart.
  for (let round = 0; round < 80; round += 1) {
    const middle = (low + high) / 2;
    if (addTerms(terms, middle) < 0 === rising) low = middle;
    else high = middle;
  }
  return low;
}

function addTerms(terms: readonly ExponentialTerm[], at: number): number {
  let sum = 0;
  for (const { coefficient, rate } of terms) sum += coefficient * Math.exp(-rate * at);
  return sum;
}
