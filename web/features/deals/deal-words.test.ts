import { describe, expect, it } from 'vitest';
import { readAmount, writeAmount } from './deal-words.ts';

describe('amounts as people type them', () => {
  it.each([
    ['90000', 'EUR', 9_000_000],
    ['90,000', 'EUR', 9_000_000],
    ['90.000', 'EUR', 9_000_000],
    ['90.000,50', 'EUR', 9_000_050],
    ['90,000.5', 'EUR', 9_000_050],
    ['1,234,567', 'EUR', 123_456_700],
    ['1 234,56', 'EUR', 123_456],
    ['0', 'EUR', 0],
    ['5000', 'JPY', 5_000],
    ['1.5', 'JPY', null],
    ['-5', 'EUR', null],
    ['ninety', 'EUR', null],
    ['1.2345', 'EUR', null],
    ['99999999999999999', 'EUR', null],
  ])('%s %s', (typed, currency, minor) => {
    expect(readAmount(typed, currency)).toBe(minor);
  });

  it('come back as they were', () => {
    for (const minor of [0, 5, 50, 120_000, 9_000_050]) {
      expect(readAmount(writeAmount({ minor, currency: 'EUR' }), 'EUR')).toBe(minor);
    }
  });
});
