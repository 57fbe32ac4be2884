import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffWords } from './word-diff.ts';

const side = (pieces: ReturnType<typeof diffWords>, without: 'gone' | 'new') =>
  pieces
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

test('one figure changes inside of its sentence', () => {
  expect(diffWords('within 4 business hours.', 'within 3 business hours.')).toEqual([
    { text: 'within ', kind: 'same' },
    { text: '4', kind: 'gone' },
    { text: '3', kind: 'new' },
    { text: ' business hours.', kind: 'same' },
  ]);
  expect(diffWords('EUR 250,000 each', 'EUR 200,000 each').filter(({ kind }) => kind !== 'same')).toEqual([
    { text: '250,000', kind: 'gone' },
    { text: '200,000', kind: 'new' },
  ]);
});

test('both texts can be read from the pieces', () => {
  const text = fc.oneof(
    fc.string(),
    fc.array(fc.constantFrom('a', 'b', 'c', ' ', ', '), { maxLength: 60 }).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = diffWords(before, after);
      expect([side(pieces, 'new'), side(pieces, 'gone')]).toEqual([before, after]);
    }),
  );
});

test('texts that are too long to be compared word by word stand whole', () => {
  const long = 'word '.repeat(500);
  expect(diffWords(long, 'short').map(({ kind }) => kind)).toEqual(['gone', 'new']);
});
