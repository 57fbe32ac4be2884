import { stringify } from 'csv-stringify/sync';

/**
 * What spreadsheets take for a formula, a command or the end of a cell when it comes first, or first after white space and
 * characters that are not seen; the full-width forms too, which some of them fold.
 */
const formula = /^[\s\p{Cf}\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n\0]/u;

/**
 * A text as a cell that a spreadsheet shows and does not run.
 *
 * @example
 * toCell('=1+1') // "'=1+1"
 */
export const toCell = (text: string): string => (formula.test(text) ? `'${text}` : text);

/**
 * Rows as CSV (RFC 4180, lines end with CRLF), every cell made harmless and quoted.
 *
 * @param isStart whether these rows begin the file: then a mark says that it is UTF-8, which Excel does not guess
 */
export const toCsv = (rows: readonly (readonly (string | null)[])[], isStart: boolean): string =>
  stringify(
    rows.map((row) => row.map((cell) => toCell(cell ?? ''))),
    { quoted: true, quoted_empty: true, record_delimiter: 'windows', bom: isStart },
  );
