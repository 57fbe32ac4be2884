import { isBlankCell } from './read-cell.ts';

/** A preamble that is longer than this is none. */
const rowsLooked = 30;

/**
 * Where the header stands: the first row that is filled about as far as the widest of the first rows, with texts that all
 * differ and are no numbers. What stands above it is a preamble, such as a title and a date of export.
 *
 * @param rows the first rows of a file
 * @returns the index of the row; 0 where none looks like a header
 * @example
 * findHeader([['Leads of May'], [], ['Name', 'E-mail'], ['Ana', 'ana@plant.example']]) // 2
 */
export function findHeader(rows: readonly (readonly string[])[]): number {
  const looked = rows.slice(0, rowsLooked);
  const widest = Math.max(0, ...looked.map((row) => filledIn(row).length));
  const found = looked.findIndex((row) => {
    const cells = filledIn(row);
    const names = new Set(cells.map((cell) => cell.trim().toLowerCase()));
    const isWide = cells.length >= Math.max(1, Math.ceil(widest * 0.6));
    return isWide && names.size === cells.length && cells.every((cell) => !/^[\d.,\s%$€£-]+$/.test(cell));
  });
  return Math.max(0, found);
}

const filledIn = (row: readonly string[]): string[] => row.filter((cell) => !isBlankCell(cell));
