/**
 * Writes rows as CSV that every program reads the same: all cells quoted.
 *
 * @example
 * writeCsv([['Name'], ['Anna "Ann" Lee']]) // '"Name"\r\n"Anna ""Ann"" Lee"\r\n'
 */
export function writeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`).join('');
}

/**
 * The name of the file of corrected rows.
 *
 * @example
 * correctedName('leads.xlsx') // 'leads, corrected.csv'
 */
export const correctedName = (name: string): string =>
  `${name
    .replace(/\.[a-z]{2,4}$/i, '')
    .replace(/, corrected$/, '')
    .slice(0, 180)}, corrected.csv`;
