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
  // Which letters are paired may depend on which text is walked: always walk the shorter, the first by code.
  const [first, second] = a.length < b.length || (a.length === b.length && a < b) ? [a, b] : [b, a];
  const [short, long] = [[...first], [...second]];
  const jaro = jaroOf(short, long);
  let prefix = 0;
  while (prefix < 4 && prefix < short.length && short[prefix] === long[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

function jaroOf(short: readonly string[], long: readonly string[]): number {
  if (short.length === 0) return 0;
  const reach = Math.max(0, Math.floor(Math.max(short.length, long.length) / 2) - 1);
  const taken = new Set<number>();
  const pairedShort: string[] = [];
  for (const [at, letter] of short.entries()) {
    const end = Math.min(long.length, at + reach + 1);
    for (let other = Math.max(0, at - reach); other < end; other += 1) {
      if (taken.has(other) || long[other] !== letter) continue;
      taken.add(other);
      pairedShort.push(letter);
      break;
    }
  }
  const matches = pairedShort.length;
  if (matches === 0) return 0;
  const pairedLong = long.filter((_, at) => taken.has(at));
  const moved = pairedShort.filter((letter, at) => letter !== pairedLong[at]).length;
  return (matches / short.length + matches / long.length + (matches - moved / 2) / matches) / 3;
}
