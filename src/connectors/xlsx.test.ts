import { describe, expect, it } from 'vitest';
import { sheet, text, workbook, zip } from '../../test/workbook.ts';
import { isOldExcel, isZip, readXlsx } from './xlsx.ts';

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
