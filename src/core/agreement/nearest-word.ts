/**
 * The candidate that a person most likely meant, or undefined when none is close: at most two typing mistakes (a letter
 * wrong, missing, too many, or two exchanged), and fewer than half of the word. Hyphens and underscores count as the same.
 *
 * @example
 * nearestWord('buisness', ['business', 'business-days']) // 'business'
 * nearestWord('colour', ['business', 'business-days']) // undefined
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = flatten(word);
  let best: string | undefined;
  let least = Math.min(2, Math.floor((wanted.length - 1) / 2)) + 1;
  for (const candidate of candidates) {
    const distance = countMistakes(wanted, flatten(candidate));
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}

/**
 * The end of a remedy: the nearest word, else all that may stand there when they are few enough to read.
 *
 * @example
 * suggestWord('fortnight', ['week', 'month', 'quarter']) // 'Write one of: week, month, quarter.'
 * suggestWord('mnth', ['week', 'month', 'quarter']) // 'Did you mean month?'
 */
export function suggestWord(word: string, candidates: readonly string[]): string {
  const nearest = nearestWord(word, candidates);
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  if (candidates.length === 0) return 'Nothing of this kind is defined yet: define it first, or remove this.';
  const shown = candidates.slice(0, 20).join(', ');
  return `Write one of: ${shown}${candidates.length > 20 ? ', …' : ''}.`;
}

function flatten(word: string): string {
  return word.toLowerCase().replaceAll('_', '-');
}

/** Optimal string alignment distance (Damerau-Levenshtein without repeated edits of one substring). */
function countMistakes(left: string, right: string): number {
  const width = right.length + 1;
  const rows = Array.from({ length: left.length + 1 }, (_, row) => [row, ...Array<number>(width - 1).fill(0)]);
  rows[0] = Array.from({ length: width }, (_, column) => column);
  const cell = (row: number, column: number) => rows[row]?.[column] ?? 0;
  for (let row = 1; row <= left.length; row += 1) {
    for (let column = 1; column < width; column += 1) {
      const differs = left[row - 1] === right[column - 1] ? 0 : 1;
      let cost = Math.min(cell(row - 1, column) + 1, cell(row, column - 1) + 1, cell(row - 1, column - 1) + differs);
      const exchanged = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (row > 1 && column > 1 && exchanged) cost = Math.min(cost, cell(row - 2, column - 2) + 1);
      (rows[row] as number[])[column] = cost;
    }
  }
  return cell(left.length, right.length);
}
