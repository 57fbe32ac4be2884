import { expect, test } from 'vitest';
import { letterReasons } from './reason-letters.ts';

const lettersOf = (...names: string[]) => [...letterReasons(names.map((name) => ({ key: name, name }))).values()];

test.each([
  ['the first letter of the first word', ['Company is not a fit', 'Never was a lead'], ['c', 'n']],
  ['of a further word where that is taken', ['Wrong time', 'Wrong data', 'Wrong dog'], ['w', 'd', 'r']],
  ['any letter of the name then', ['Aa', 'Ab', 'Ab'], ['a', 'b', 'c']],
  ['the first letter for whoever begins with it', ['Never again', 'No use', 'Use it'], ['n', 'o', 'u']],
  ['no accent', ['Ärger', 'Überfluss'], ['a', 'u']],
  ['letters for other scripts', ['予算なし', '時期'], ['a', 'b']],
])('takes %s', (_, names, letters) => {
  const found = letterReasons(names.map((name, place) => ({ key: `${place}`, name })));
  expect(names.map((_, place) => found.get(`${place}`))).toEqual(letters);
});

test('gives each letter once, and none when all are taken', () => {
  const letters = lettersOf(...Array.from({ length: 30 }, (_, n) => `Reason ${n}`));
  expect(letters).toHaveLength(26);
  expect(new Set(letters).size).toBe(26);
});
