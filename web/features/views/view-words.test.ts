import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryCondition } from '../../../test/condition-trees.ts';
import { differ, fromWords, mergeWords, readColumns, toWords, viewNames, writeColumns } from './view-words.ts';

const words = fc.record(Object.fromEntries(viewNames.map((name) => [name, fc.constantFrom('a', 'b', 'c')])), {
  requiredKeys: [],
});

test('an address that says how a view differs shows just that', () => {
  fc.assert(
    fc.property(words, words, (base, wanted) => {
      const address = differ(base, wanted);
      const said = Object.fromEntries(Object.entries(address).map(([name, value]) => [name, value ?? undefined]));
      expect(mergeWords(base, said)).toEqual(wanted);
    }),
  );
});

test('a view that is shown as it is needs nothing in the address', () => {
  expect(Object.values(differ({ grade: 'A' }, { grade: 'A' })).every((value) => value === null)).toBe(true);
});

test('what a table shows is kept in a view and comes back', () => {
  fc.assert(
    fc.property(arbitraryCondition(), (condition) => {
      const shown = {
        ...{ search: 'ana', stage: 'lead', grade: 'A1', owner: 'me', list: 'x', removed: 'yes' },
        filter: JSON.stringify(condition),
        ...{ sort: 'grade', direction: 'desc', columns: 'name:320,own.plan', density: 'compact' },
      };
      expect(toWords(fromWords(shown))).toEqual(shown);
    }),
    { numRuns: 20 },
  );
  expect(toWords(fromWords({ filter: '{', density: 'loud', direction: 'up' }))).toEqual({});
});

test('columns of any name keep order and width', () => {
  const column = fc.record({
    key: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
    width: fc.option(fc.integer({ min: 40, max: 2_000 })),
  });
  fc.assert(
    fc.property(fc.uniqueArray(column, { selector: ({ key }) => key, maxLength: 8 }), (columns) => {
      expect(readColumns(writeColumns(columns))).toEqual(columns);
    }),
  );
  expect(readColumns('name:1,name,%,:9')).toEqual([
    { key: 'name', width: null },
    { key: '%', width: null },
  ]);
});
