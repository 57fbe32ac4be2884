import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { BatonError } from '../core/errors.ts';
import { type Delimiter, guessDelimiter } from '../core/imports/guess-delimiter.ts';

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

/** Rows are handed over in parts of so many. */
const partRows = 1_000;
/** A longer row is a quote that was never closed, which would take the rest of the file for one cell. */
const longestRow = 1024 * 1024;
const sliceBytes = 256 * 1024;
const guessedBytes = 64 * 1024;

/**
 * The encoding of a file, by its mark, by being valid UTF-8, or by the zero bytes of UTF-16; else Windows-1252, in which
 * every byte means something and which Excel writes in Western Europe.
 */
export function guessEncoding(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 4_000);
  const zerosAt = (parity: number) => start.filter((byte, at) => byte === 0 && at % 2 === parity).length;
  // Latin letters, digits and commas have their zero second where the low byte comes first.
  if (zerosAt(1) > start.length / 4) return 'utf-16le';
  if (zerosAt(0) > start.length / 4) return 'utf-16be';
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252';
}

export type CsvFile = { encoding: Encoding; delimiter: Delimiter; parts: AsyncGenerator<string[][]> };

/** Opens a CSV file: what was found out about it, and its rows in parts. Rows may have more or fewer cells than others. */
export function openCsv(bytes: Uint8Array): CsvFile {
  const encoding = guessEncoding(bytes);
  const decoder = new TextDecoder(encoding);
  const delimiter = guessDelimiter(decoder.decode(bytes.subarray(0, guessedBytes)));
  return { encoding, delimiter, parts: readParts(bytes, encoding, delimiter) };
}

async function* readParts(bytes: Uint8Array, encoding: Encoding, delimiter: Delimiter): AsyncGenerator<string[][]> {
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
  });
  const source = Readable.from(decodeSlices(bytes, encoding));
  source.pipe(parser);
  let part: string[][] = [];
  try {
    for await (const row of parser) {
      part.push(row as string[]);
      if (part.length < partRows) continue;
      yield part;
      part = [];
    }
  } catch (cause) {
    throw toProblem(cause);
  } finally {
    source.destroy();
  }
  if (part.length > 0) yield part;
}

function* decodeSlices(bytes: Uint8Array, encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < bytes.length; at += sliceBytes) {
    const text = decoder.decode(bytes.subarray(at, at + sliceBytes), { stream: at + sliceBytes < bytes.length });
    if (text !== '') yield text;
  }
}

function toProblem(cause: unknown): unknown {
  if (!(cause instanceof CsvError)) return cause;
  const { lines } = cause as CsvError & { lines?: number };
  const where = lines === undefined ? '' : ` near line ${lines}`;
  return new BatonError(
    'invalid',
    'import.unreadable',
    `The file cannot be read as CSV${where}: a quote may be missing there. Correct it and try again.`,
    { cause },
  );
}
