export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** So much of a file says which sign parts its cells. */
const linesLooked = 100;

/**
 * The sign that parts the cells: the one that the most lines have equally often, outside of quotes. A comma where nothing
 * speaks for another.
 *
 * @param text the beginning of a file
 * @example
 * guessDelimiter('name;revenue\nPlant;1,5\nMill;2,5') // ';'
 */
export function guessDelimiter(text: string): Delimiter {
  const lines = splitLines(text).slice(0, linesLooked);
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const common = mostCommon(counts.filter((count) => count > 0));
    // More lines weigh first; among equals, the sign that makes more cells.
    const score = counts.filter((count) => count === common).length * 100 + Math.min(common, 99);
    if (common > 0 && score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Lines of which what stands in quotes is left out, line breaks in it too. */
function splitLines(text: string): string[] {
  const bare = text.replace(/"(?:[^"]|"")*"?/g, '""');
  return bare.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
}

function mostCommon(counts: readonly number[]): number {
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  return [...tally].sort(([a, n], [b, m]) => m - n || b - a)[0]?.[0] ?? 0;
}
