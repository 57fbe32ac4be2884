import { describe, expect, it } from 'vitest';
import { storeText, storeTexts } from './stored-text.ts';

describe('stored texts', () => {
  it('are the examples of the docstrings', () => {
    expect(storeText(' Head of  Sales ')).toBe('head of sales');
    expect(storeText('Vice-President')).toEqual(['vice-president', ' vice president ']);
    expect(storeTexts({ title: 'COO', phone: null, 'custom.plan': 7 })).toEqual({ title: 'coo', 'custom.plan': '7' });
  });

  it('are missing where conditions take the value as missing', () => {
    expect([storeText(''), storeText(' \u00a0\t')]).toEqual([null, null]);
    expect(storeTexts({ a: Number.NaN, b: ' ', c: true, d: ['x'], e: undefined })).toEqual({});
  });

  it('keep words apart from a text without any', () => {
    expect(storeText('?!')).toEqual(['?!', '']);
  });
});
