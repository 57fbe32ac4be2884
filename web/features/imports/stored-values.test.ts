import { expect, it } from 'vitest';
import type { MappedColumn } from '../../../src/core/imports/map-columns.ts';
import type { RowRules } from '../../../src/core/imports/read-row.ts';
import { createFormat } from '../../format.ts';
import { storeRows } from './stored-values.ts';

const format = createFormat({ locale: 'en-GB', zone: 'Europe/Berlin', currency: 'EUR' });
const column = (field: string | null, part: Partial<MappedColumn> = {}): MappedColumn => ({
  field,
  type: 'text',
  dateOrder: null,
  decimal: null,
  ...part,
});
const rules: RowRules = {
  columns: [
    column('contact.external-id', { type: 'id' }),
    column('contact.email', { type: 'email' }),
    column('contact.created-at', { type: 'date', dateOrder: 'dmy' }),
    column('contact.custom.pays', { type: 'boolean' }),
    column('contact.custom.seats', { type: 'number', decimal: '.' }),
    column(null),
  ],
  kind: 'contacts',
  keyBy: 'external-id',
  touch: { kind: 'event', name: null, department: 'marketing' },
  zone: 'Europe/Berlin',
  currency: 'EUR',
  now: Date.UTC(2026, 10, 22),
};

it('shows rows as they would be stored, by the rules of the import', () => {
  const { fields, rows } = storeRows(
    [
      ['101', ' Ana@Plant.example ', '03/04/2024', 'yes', '1,200', 'left out'],
      ['', 'no address', '', '', '', ''],
      ['', '', '', '', '', 'left out'],
    ],
    rules,
    format,
  );
  expect(fields.slice(0, 2)).toEqual(['contact.external-id', 'contact.email']);
  expect(fields).not.toContain(null);
  const [taken, refused, blank] = rows;
  expect(Object.fromEntries(taken?.values ?? [])).toMatchObject({
    'contact.external-id': '101',
    'contact.email': 'Ana@Plant.example',
    'contact.created-at': '3 Apr 2024, 00:00',
    'contact.custom.pays': 'Yes',
    'contact.custom.seats': '1,200',
    'account.domain': 'plant.example',
  });
  expect([taken?.outcome, refused?.outcome, blank?.outcome]).toEqual(['taken', 'fault', 'skipped']);
  expect(refused?.problems[0]).toContain('“no address” is no e-mail address');
});
