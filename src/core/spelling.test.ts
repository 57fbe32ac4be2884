import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSpelledAlike } from './spelling.ts';

describe('a typing error', () => {
  it.each([
    ['norbert', 'norbert', true],
    ['norbrt', 'norbert', true],
    ['norbertt', 'norbert', true],
    ['plnat', 'plant', true],
    ['klain', 'klein', true],
    ['schnedier', 'schneider', true],
    ['hartman', 'hartmann', true],
    ['anna', 'hanna', true],
    ['ana', 'anna', false],
    ['klain', 'klopp', false],
    ['müler', 'müller', true],
    ['', '', true],
    ['', 'anna', false],
  ])('of %s for %s: %s', (typed, word, isAlike) => {
    expect(isSpelledAlike(typed, word)).toBe(isAlike);
  });

  it('is one letter taken away, wherever it stood', () => {
    const words = fc.string({ minLength: 5, maxLength: 20, unit: 'grapheme' });
    fc.assert(
      fc.property(words, fc.nat(), (word, at) => {
        const letters = [...word];
        const typed = letters.toSpliced(at % letters.length, 1).join('');
        fc.pre([...typed].length >= 4);
        expect(isSpelledAlike(typed, word)).toBe(true);
      }),
    );
  });
});
