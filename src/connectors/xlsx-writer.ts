import writeExcelFile from 'write-excel-file/node';

/** Excel refuses longer cells. */
const mostLetters = 32_767;
/** What no XML may hold, and halves of characters. */
const unwritable = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A workbook reads `_x0041_` as "A": the first `_` of what looks so is written as its own code. */
const codeLike = /_(?=x[0-9a-f]{4}_)/gi;

/**
 * A workbook of one sheet. Texts are texts, whatever they begin with: a cell of text is never run as a formula.
 *
 * @param rows under the headers; texts that are too long for a cell are cut, characters that no workbook may hold left out
 */
export async function writeXlsx(
  headers: readonly string[],
  rows: readonly (readonly (string | number | boolean | null)[])[],
): Promise<Buffer> {
  const cells = [
    headers.map((header) => ({ ...toCell(header), fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map(toCell)),
  ];
  return writeExcelFile(cells, { sheet: 'Baton' }).toBuffer();
}

function toCell(value: string | number | boolean | null) {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return { type: Number, value };
  if (typeof value === 'boolean') return { type: Boolean, value };
  const text = value.replace(unwritable, '').slice(0, mostLetters).replace(codeLike, '_x005F_');
  return text === '' ? null : { type: String, value: text in {} ? encodeFirst(text) : text };
}

/**
 * The library counts the texts of a workbook in a plain object, where `constructor` and the like stand for something else:
 * their first letter is written as its code, which every reader reads as the letter.
 */
function encodeFirst(text: string): string {
  return `_x${text.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_${text.slice(1)}`;
}
