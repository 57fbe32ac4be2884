/**
 * How alike two texts are, 0 (nothing in common) to 1 (equal), by Jaro with Winkler's bonus of 0.1 a letter for a common
 * beginning of up to four. Compares code points; the order of the two makes no difference. Two empty texts are equal.
 *
 * Source: W. E. Winkler, "String Comparator Metrics", 1990; martha/marhta .961, dixon/dicksonx .813, dwayne/duane .840.
 *
 * @example
 * jaroWinkler('martha', 'marhta') // 0.9611111111111111
 */
export function jaroWinkler(a: string, b: string): number {
  if (a === b) return 1;
  const [first, second] = [[...a], [...b]];
  const jaro = jaroOf(first, second);
  let prefix = 0;
  while (prefix < 4 && prefix < first.length && first[prefix] === second[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/**
 * Each letter is paired with the first free equal one within reach. For each letter of the alphabet that walks both texts
 * from the left like a merge, so it pairs the same letters whichever text is walked.
 */
function jaroOf(first: readonly string[], second: readonly string[]): number {
  if (first.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(first.length, second.length) / 2) - 1);
  const taken = new Set<number>();
  const pairedFirst: string[] = [];
  for (const [at, letter] of first.entries()) {
    const end = Math.min(second.length, at + reach + 1);
    for (let other = Math.max(0, at - reach); other < end; other += 1) {
      if (taken.has(other) || second[other] !== letter) continue;
      taken.add(other);
      pairedFirst.push(letter);
      break;
    }
  }
  const matches = pairedFirst.length;
  if (matches === 0) return 0;
  const pairedSecond = second.filter((_, at) => taken.has(at));
  const moved = pairedFirst.filter((letter, at) => letter !== pairedSecond[at]).length;
  return (matches / first.length + matches / second.length + (matches - moved / 2) / matches) / 3;
}
