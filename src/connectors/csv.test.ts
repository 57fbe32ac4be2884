import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCell, toCsv } from './csv.ts';

/** A reader of RFC 4180 that shares nothing with the writer. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /"((?:[^"]|"")*)"(,|\r\n)/gsy;
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (!match) throw new Error(`not CSV at ${at}: ${text.slice(at, at + 20)}`);
    row.push((match[1] as string).replaceAll('""', '"'));
    if (match[2] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe('a cell', () => {
  it.each([
    '=1+1',
    '+49 30 1234',
    '-5',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\0=1',
    ' =1',
    '\u00a0=1',
    '\u200b=1',
    '\ufeff@x',
    '\u00ad-1',
    ' \u200b \t+1',
    '\uff1d1',
    '\uff0b1',
    '\uff0d1',
    '\uff20x',
    '\ttext',
    '\0text',
  ])('that a spreadsheet could run is prefixed: %j', (text) => {
    expect(toCell(text)).toBe(`'${text}`);
  });

  it.each([
    '',
    'a=1',
    '{"a":"=1"}',
    '5-3',
    "'=1",
    'Müller',
    'member.edited',
    '2026-03-02T09:00:00.000Z',
    '"=1"',
    ' text',
  ])('that is harmless stays: %j', (text) => {
    expect(toCell(text)).toBe(text);
  });
});

describe('CSV', () => {
  it('is read back as it was written, whatever is in it', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 4 })), (rows) => {
        const read = parseCsv(toCsv(rows, false));
        expect(read).toEqual(rows.map((row) => row.map(toCell)));
        for (const cell of read.flat()) expect(cell).not.toMatch(/^[\s\p{Cf}\p{Cc}]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u);
      }),
      { numRuns: 500 },
    );
  });

  it('begins with a mark, once', () => {
    expect(toCsv([['a']], true)).toBe('\ufeff"a"\r\n');
    expect(toCsv([['a', null]], false)).toBe('"a",""\r\n');
    expect(toCsv([], false)).toBe('');
  });
});
