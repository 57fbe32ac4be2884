import { expect, it } from 'vitest';
import { keyOf, labelOf } from './field-words.ts';

it('makes keys of names and names of keys', () => {
  expect(keyOf('Contract ends')).toBe('contract_ends');
  expect(keyOf('Zahl der Plätze')).toBe('zahl_der_platze');
  expect(keyOf('计划')).toBe('');
  expect(labelOf('contract_ends')).toBe('Contract ends');
  expect(labelOf('___')).toBe('___');
});
