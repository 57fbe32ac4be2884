import type { CustomFieldType } from '../../../src/core/custom-field.ts';

/** What an own field holds, as screens call it. */
export const typeName: Record<CustomFieldType, string> = {
  text: 'Text',
  number: 'Number',
  bool: 'Yes or no',
  choice: 'Choice',
  date: 'Day',
  instant: 'Day and time',
};

/**
 * A name as a key: `Contract ends` becomes `contract_ends`.
 *
 * @example
 * keyOf('Zahl der Plätze') // 'zahl_der_platze'
 */
export const keyOf = (label: string): string =>
  label
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{Mn}+/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 64);

/**
 * A key as a name: `contract_ends` becomes `Contract ends`.
 *
 * @example
 * labelOf('contract_ends') // 'Contract ends'
 */
export function labelOf(key: string): string {
  const words = key.replace(/[_-]+/g, ' ').trim() || key;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
