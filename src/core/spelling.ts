/**
 * Whether one word may be another with a typing error: a letter too many, too few or another one, or two that changed places;
 * two such errors from eight letters on. Words of less than four letters are too much alike for that.
 *
 * @param typed a word as `sortKey` gives it
 * @param word another one
 * @example
 * isSpelledAlike('norbrt', 'norbert') // true
 * isSpelledAlike('schnedier', 'schneider') // true
 * isSpelledAlike('anna', 'otto') // false
 */
export function isSpelledAlike(typed: string, word: string): boolean {
  const [a, b] = [[...typed], [...word]];
  const allowed = a.length < 4 ? 0 : a.length < 8 ? 1 : 2;
  return Math.abs(a.length - b.length) <= allowed && countErrors(a, b) <= allowed;
}

/** The distance of optimal string alignment: as Levenshtein's, with neighbours that changed places as one error. */
function countErrors(a: readonly string[], b: readonly string[]): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [row, letter] of a.entries()) {
    const next = [row + 1];
    for (const [column, other] of b.entries()) {
      const cost = letter === other ? 0 : 1;
      const least = Math.min((last[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1, (last[column] ?? 0) + cost);
      const swapped = row > 0 && column > 0 && letter === b[column - 1] && a[row - 1] === other;
      next.push(swapped ? Math.min(least, (before[column - 1] ?? 0) + 1) : least);
    }
    [before, last] = [last, next];
  }
  return last[b.length] ?? 0;
}
