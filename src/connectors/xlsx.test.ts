import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isOldExcel, isZip, readXlsx } from './xlsx.ts';

/** A ZIP of stored files, as small as one can be. */
function zip(files: Record<string, string>, claimed?: number): Buffer {
  const parts: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt32LE(crc32(data), 10);
    head.writeUInt32LE(data.length, 14);
    head.writeUInt32LE(claimed ?? data.length, 18);
    head.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), head, tail, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

const sheet = (rows: string) =>
  `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData></worksheet>`;
const text = (cell: string, value: string) => `<c r="${cell}" t="inlineStr"><is><t>${value}</t></is></c>`;
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const workbook = (rows: string) => ({
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
  '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relations}"><sheets><sheet name="People" sheetId="1" r:id="r1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml':
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
  'xl/worksheets/sheet1.xml': sheet(rows),
});

describe('an Excel file', () => {
  it('is read as texts: dates, numbers, yes and no, what formulas gave', async () => {
    const rows = [
      `<row r="1">${text('A1', 'Name')}${text('B1', 'Date')}${text('C1', 'Revenue')}${text('D1', 'Yes')}</row>`,
      `<row r="2">${text('A2', ' Zoë ')}<c r="B2" s="1"><v>45292</v></c><c r="C2"><f>1+1</f><v>1234.5</v></c><c r="D2" t="b"><v>1</v></c></row>`,
      `<row r="3"></row>`,
    ].join('');
    const file = zip(workbook(rows));
    expect(isZip(file)).toBe(true);
    expect(await readXlsx(file)).toEqual([
      ['Name', 'Date', 'Revenue', 'Yes'],
      [' Zoë ', '2024-01-01', '1234.5', 'true'],
    ]);
  });

  it('opens nothing that it names from outside', async () => {
    const entity = `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>${sheet(`<row r="1">${text('A1', '&e;')}</row>`)}`;
    const file = zip({ ...workbook(''), 'xl/worksheets/sheet1.xml': entity });
    const rows = await readXlsx(file).catch((error: { code: string }) => error.code);
    expect(JSON.stringify(rows)).not.toContain('root:');
  });

  it.each<[string, Buffer, string]>([
    ['is no ZIP', Buffer.from('PK\x03\x04 and no more'), 'import.unreadable'],
    ['is no workbook', zip({ 'a.txt': 'x' }), 'import.unreadable'],
    ['unpacks to more than a machine holds', zip({ 'xl/a.xml': 'x' }, 4_000_000_000), 'import.too-large'],
  ])('that %s is refused', async (_, bytes, code) => {
    await expect(readXlsx(bytes)).rejects.toMatchObject({ code });
  });

  it('of the time before 2007 is known as such', () => {
    expect(isOldExcel(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).toBe(true);
  });
});
