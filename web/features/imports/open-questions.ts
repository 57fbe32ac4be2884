import type { ImportPreview } from '../../../src/features/imports/schema.ts';

type Column = ImportPreview['columns'][number];
type Mapped = Pick<Column, 'field' | 'dateOrder' | 'decimal'>;

/**
 * Whether people must still say how the values of a column are read.
 *
 * @example
 * isOpenQuestion({ asks: 'date-order' }, { field: 'touch.at', dateOrder: null, decimal: null }) // true
 */
export function isOpenQuestion({ asks }: Pick<Column, 'asks'>, mapped: Mapped): boolean {
  if (mapped.field === null || asks === null) return false;
  return asks === 'date-order' ? mapped.dateOrder === null : mapped.decimal === null;
}

const places: Readonly<Record<string, string>> = { 'import.no-key': 'keyBy' };

/** The field beside which a refusal belongs that names none; undefined for others. */
export const faultPlace = (code: string): string | undefined => places[code];
