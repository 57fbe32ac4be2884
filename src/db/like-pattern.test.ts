import { expect, it } from 'vitest';
import { containing, startingWith } from './like-pattern.ts';

it.each([
  ['ann', '%ann%', 'ann%'],
  ['50%_', '%50\\%\\_%', '50\\%\\_%'],
  ['a\\b', '%a\\\\b%', 'a\\\\b%'],
  ['a\u0000b\n', '%ab%', 'ab%'],
])('%j stands for itself', (text, inside, first) => {
  expect([containing(text), startingWith(text)]).toEqual([inside, first]);
});
