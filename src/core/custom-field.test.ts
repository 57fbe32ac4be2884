import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CustomFieldType, customFieldTypes, fitCustomValue, guessCustomType } from './custom-field.ts';

const zone = 'Europe/Berlin';
const options = ['Gold', 'Silver'];

describe('fitCustomValue', () => {
  it.each<[CustomFieldType, unknown, unknown]>([
    ['text', 'a', 'a'],
    ['text', 7, '7'],
    ['text', true, 'Yes'],
    ['text', 'x'.repeat(501), null],
    ['number', '12.5', 12.5],
    ['number', ' -3 ', -3],
    ['number', '1,000', null],
    ['number', '', null],
    ['number', true, null],
    ['number', Number.NaN, null],
    ['bool', 'Yes', true],
    ['bool', 0, false],
    ['bool', 'maybe', null],
    ['choice', 'GOLD', 'Gold'],
    ['choice', 'Bronze', null],
    ['date', '2026-10-01', '2026-10-01'],
    ['date', '2026-02-30', null],
    ['date', '2026-09-30T22:30:00Z', '2026-10-01'],
    ['date', '0000-01-01', null],
    ['date', 20_261_001, null],
    ['instant', '2026-10-01', '2026-09-30T22:00:00.000Z'],
    ['instant', '2026-10-01T08:00:00+02:00', '2026-10-01T06:00:00.000Z'],
    ['instant', '2026-10-01T08:00:00', null],
    ['instant', 'soon', null],
    ['number', { a: 1 }, null],
    ['text', null, null],
  ])('%s takes %j as %j', (type, given, wanted) => {
    const read = fitCustomValue({ type, options }, given, zone);
    expect('value' in read ? read.value : null).toEqual(wanted);
  });

  it('repeats its examples', () => {
    expect(fitCustomValue({ type: 'number', options: [] }, '12.5', 'UTC')).toEqual({ value: 12.5 });
    expect(fitCustomValue({ type: 'choice', options: ['Gold'] }, 'gold', 'UTC')).toEqual({ value: 'Gold' });
    expect(fitCustomValue({ type: 'date', options: [] }, '2026-02-30', 'UTC')).toEqual({
      problem: 'Write a day, such as 2026-10-01.',
    });
  });

  it('takes what it gave as it is', () => {
    const value = fc.oneof(
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.date({ noInvalidDate: true }).map(String),
      fc.constantFrom('gold', '2026-10-01'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...customFieldTypes), value, (type, given) => {
        const once = fitCustomValue({ type, options }, given, zone);
        if ('value' in once) expect(fitCustomValue({ type, options }, once.value, zone)).toEqual(once);
      }),
    );
  });
});

it('guesses the type that all values have', () => {
  const none = { count: 9, numbers: 0, flags: 0, days: 0, instants: 0, texts: null };
  expect(guessCustomType({ count: 9, numbers: 9, flags: 0, days: 0, instants: 0, texts: [] })).toBe('number');
  expect(guessCustomType({ ...none, flags: 9 })).toBe('bool');
  expect(guessCustomType({ ...none, days: 9 })).toBe('date');
  expect(guessCustomType({ ...none, days: 4, instants: 5 })).toBe('instant');
  expect(guessCustomType({ ...none, texts: ['Gold', 'Silver'] })).toBe('choice');
  expect(guessCustomType({ ...none, texts: ['a', 'b', 'c', 'd', 'e'] })).toBe('text');
  expect(guessCustomType({ ...none, numbers: 8, texts: ['a'] })).toBe('text');
});
