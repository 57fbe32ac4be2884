import { describe, expect, it } from 'vitest';
import { importKinds, knownFields } from '../../../src/core/imports/fields.ts';
import { delimiterName, fieldName, fullFieldName, kindLead, kindName, ownFieldOf, statusLook } from './import-words.ts';
import { isOpenQuestion } from './open-questions.ts';
import { stepOf } from './steps.tsx';
import { correctedName, writeCsv } from './write-csv.ts';

describe('the words of imports', () => {
  it.each([
    ['contact.first-name', 'First name', 'Person: first name'],
    ['contact.email', 'E-mail address', 'Person: e-mail address'],
    ['account.external-id', 'ID in the other system', 'Company: ID in the other system'],
    ['contact.custom.plan', 'plan (your own field)', 'Person: plan (your own field)'],
  ])('calls %s %s', (field, name, full) => {
    expect([fieldName(field), fullFieldName(field)]).toEqual([name, full]);
  });

  it('has a name for each field, no two alike, and a sentence for each kind', () => {
    const names = knownFields.map(fullFieldName);
    expect(new Set(names).size).toBe(names.length);
    for (const kind of importKinds) expect(kindLead(kind)).toMatch(/^Each row is .+\.$/);
    expect([kindName('contacts'), kindName('some-new-kind')]).toEqual(['People', 'Some new kind']);
    expect([delimiterName('\t'), delimiterName('~')]).toEqual(['tabs', 'the sign ~']);
  });

  it('makes own fields of headers, where anything of them can be a key', () => {
    expect([ownFieldOf('contact', 'What now?'), ownFieldOf('deal', 'ملاحظات')]).toEqual([
      'contact.custom.what_now',
      null,
    ]);
  });

  it('says of an import that is done whether rows were refused', () => {
    const look = (status: string, faults: number) => statusLook({ status, counts: { faults } }).words;
    expect([look('done', 0), look('done', 2), look('undone', 2)]).toEqual([
      'Done',
      'Done, with refused rows',
      'Undone',
    ]);
  });
});

describe('the steps of an import', () => {
  it.each([
    ['draft', undefined, 'file'],
    ['draft', 'columns', 'columns'],
    ['draft', 'result', 'file'],
    ['draft', 'nonsense', 'file'],
    ['checking', 'columns', 'check'],
    ['running', 'columns', 'result'],
    ['undone', undefined, 'result'],
  ] as const)('of one that is %s and asked for %s is %s', (status, asked, step) => {
    expect(stepOf(status, asked)).toBe(step);
  });

  it('asks for an order or a sign only of columns that are brought in', () => {
    const at = { field: 'touch.at', dateOrder: null, decimal: null };
    expect(isOpenQuestion({ asks: 'date-order' }, at)).toBe(true);
    expect(isOpenQuestion({ asks: 'date-order' }, { ...at, dateOrder: 'dmy' })).toBe(false);
    expect(isOpenQuestion({ asks: 'decimal' }, { ...at, decimal: ',' })).toBe(false);
    expect(isOpenQuestion({ asks: 'decimal' }, { ...at, field: null })).toBe(false);
    expect(isOpenQuestion({ asks: null }, at)).toBe(false);
  });
});

describe('corrected rows', () => {
  it('are written so that no cell is parted', () => {
    expect(
      writeCsv([
        ['Name', ''],
        ['Anna "Ann" Lee', 'a,b\nc'],
      ]),
    ).toBe('"Name",""\r\n"Anna ""Ann"" Lee","a,b\nc"\r\n');
  });

  it('have a name of their own, the same when they are corrected twice', () => {
    expect(correctedName('leads.xlsx')).toBe('leads, corrected.csv');
    expect(correctedName(correctedName('leads.xlsx'))).toBe('leads, corrected.csv');
  });
});
