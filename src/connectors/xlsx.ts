import { readSheet } from 'read-excel-file/node';
import { BatonError } from '../core/errors.ts';

/** An Excel file is a ZIP of XML: a small one can hold very much. This is the most that is unpacked. */
const mostUnpacked = 400 * 1024 * 1024;
const mostRows = 1_048_576;

/** Whether a file begins as a ZIP does, which every `.xlsx` is. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/** Whether a file is of Excel before 2007 (`.xls`), which is not read. */
export const isOldExcel = (bytes: Uint8Array): boolean =>
  bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;

/**
 * The rows of the first sheet as texts: dates as ISO 8601, numbers with a decimal point. What formulas gave when the file
 * was saved is read; no formula is run and nothing outside of the file is opened.
 */
export async function readXlsx(bytes: Buffer): Promise<string[][]> {
  const unpacked = sumUnpacked(bytes);
  if (unpacked === null) throw unreadable();
  if (unpacked > mostUnpacked) {
    throw new BatonError(
      'too-large',
      'import.too-large',
      'The Excel file holds too much. Save it as CSV and try again.',
    );
  }
  try {
    const rows = await readSheet(bytes, { trim: false });
    if (rows.length > mostRows) throw unreadable();
    return rows.map((row) => row.map(toText)).filter((row) => row.some((cell) => cell !== ''));
  } catch (cause) {
    throw cause instanceof BatonError ? cause : unreadable(cause);
  }
}

const unreadable = (cause?: unknown): BatonError =>
  new BatonError(
    'invalid',
    'import.unreadable',
    'The file cannot be read as an Excel workbook (.xlsx). Save it again in Excel, or as CSV, and try again.',
    { cause },
  );

function toText(cell: unknown): string {
  if (cell === null || cell === undefined) return '';
  // Excel has no zones: its times come as if they were UTC, and are read in the zone of the workspace.
  if (cell instanceof Date)
    return cell.toISOString().replace('T00:00:00.000Z', '').replace('T', ' ').replace('.000Z', '').replace('Z', '');
  return String(cell);
}

/** What the ZIP says its files have, unpacked; null where it is no complete ZIP. */
function sumUnpacked(bytes: Buffer): number | null {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > bytes.length) return null;
  let at = bytes.readUInt32LE(end + 16);
  let sum = 0;
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) return null;
    sum += bytes.readUInt32LE(at + 24);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return sum;
}
