import { expect, test } from 'vitest';
import { readSpan, suggestSpan, writeSpan } from './span-text.ts';

test.each([
  ['09:00-12:30', { from: '09:00', to: '12:30', overnight: false }],
  ['22:00-26:00', { from: '22:00', to: '02:00', overnight: true }],
  ['18:00-24:00', { from: '18:00', to: '00:00', overnight: false }],
  ['22:00-30:00', { from: '22:00', to: '06:00', overnight: true }],
])('%s is shown as two times and written back', (span, shown) => {
  expect(readSpan(span)).toEqual(shown);
  expect(writeSpan(shown.from, shown.to)).toBe(span);
});

test('a span that is being typed keeps what is there', () => {
  expect(writeSpan('09:00', '')).toBe('09:00-');
  expect(readSpan('09:00-')).toEqual({ from: '09:00', to: '', overnight: false });
});

test('a further span begins an hour after the last', () => {
  expect(suggestSpan([])).toBe('09:00-17:00');
  expect(suggestSpan(['09:00-12:00'])).toBe('13:00-17:00');
  expect(suggestSpan(['09:00-23:00'])).toBe('-');
});
