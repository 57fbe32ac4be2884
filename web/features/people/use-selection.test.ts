import { expect, test } from 'vitest';
import { between } from './use-selection.ts';

test.each([
  ['c', 'a', ['a', 'b', 'c']],
  ['a', 'c', ['a', 'b', 'c']],
  ['b', 'b', ['b']],
  ['b', null, ['b']],
  // The row that was chosen last is of another page of rows.
  ['b', 'z', ['b']],
])('from %s to %s are %o', (id, last, rows) => {
  expect(between(id, last, ['a', 'b', 'c', 'd'])).toEqual(rows);
});
