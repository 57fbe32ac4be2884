import { expect, test } from 'vitest';
import { moveCell } from './table-keys.ts';

const size = { rows: 5, cells: 3, page: 10 };

test.each([
  ['ArrowDown', false, { row: 3, cell: 1 }],
  ['j', false, { row: 3, cell: 1 }],
  ['k', false, { row: 1, cell: 1 }],
  ['ArrowLeft', false, { row: 2, cell: 0 }],
  ['PageDown', false, { row: 4, cell: 1 }],
  ['PageUp', false, { row: 0, cell: 1 }],
  ['Home', false, { row: 2, cell: 0 }],
  ['End', true, { row: 4, cell: 2 }],
  ['a', false, null],
])('%s goes to %o', (key, ctrlKey, place) => {
  expect(moveCell({ row: 2, cell: 1 }, { key, ctrlKey }, size)).toEqual(place);
});

test('no key leaves the table', () => {
  expect(moveCell({ row: 0, cell: 0 }, { key: 'ArrowUp', ctrlKey: false }, size)).toEqual({ row: 0, cell: 0 });
});
