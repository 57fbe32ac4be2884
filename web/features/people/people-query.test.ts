import { expect, test } from 'vitest';
import { buildCatalogue } from '../../../src/core/agreement/catalogue.ts';
import { readFilter } from '../../../src/core/filter.ts';
import { nextOrder, type PeopleFilters, toPeopleQuery } from './people-query.ts';

const id = '01980000-0000-7000-8000-000000000001';
const stages = [{ key: 'lead' }];
const catalogue = buildCatalogue({ currency: 'EUR', personas: [], segments: [], stages, journey: [] });

test('an address without words asks for everybody by name', () => {
  expect(toPeopleQuery({})).toStrictEqual({ sort: 'name', direction: 'asc' });
});

test('what makes no sense is left out', () => {
  const odd = { search: '  ', owner: 'me', list: 'x', removed: 'no', sort: 'toString', direction: 'up' };
  expect(toPeopleQuery(odd)).toStrictEqual({ sort: 'name', direction: 'asc' });
});

test('search, owner, list and removed ones are asked for by their own names', () => {
  expect(
    toPeopleQuery({ search: ' olivia ', owner: 'none', list: id, removed: 'yes', sort: 'last-touch' }),
  ).toStrictEqual({
    search: 'olivia',
    owner: 'none',
    listId: id,
    deleted: 'true',
    sort: 'last-touch',
    direction: 'desc',
  });
});

test('their own are those of whoever looks', () => {
  expect(toPeopleQuery({ owner: 'me' }, id)).toMatchObject({ owner: id });
  expect(toPeopleQuery({ owner: 'me' })).not.toHaveProperty('owner');
});

test.each<[PeopleFilters, number]>([
  [{ stage: 'lead' }, 1],
  [{ grade: 'A1' }, 1],
  [{ grade: 'A' }, 1],
  [{ grade: '1' }, 1],
  [{ grade: 'none' }, 1],
  [{ stage: 'lead', grade: 'B2', filter: '{"any":[{"field":"contact.title","op":"exists"}]}' }, 3],
])('%o is a condition that the server takes', (filters, parts) => {
  const { filter } = toPeopleQuery(filters);
  const condition = readFilter(filter, catalogue, { pointer: '#/query/filter', object: 'contact' });
  expect('all' in condition && condition.all).toHaveLength(parts);
});

test('a condition of the address alone goes to the server as it is, even a wrong one', () => {
  expect(toPeopleQuery({ filter: '{' }).filter).toBe('{');
});

test('the head of a column orders by it, and turns the order that it has', () => {
  expect(nextOrder({ sort: 'name', direction: 'asc' }, 'grade')).toStrictEqual({ sort: 'grade', direction: null });
  expect(nextOrder({ sort: 'grade', direction: 'asc' }, 'grade')).toStrictEqual({ sort: 'grade', direction: 'desc' });
  expect(nextOrder({ sort: 'grade', direction: 'desc' }, 'grade')).toStrictEqual({ sort: 'grade', direction: null });
  expect(nextOrder({ sort: 'grade', direction: 'asc' }, 'name')).toStrictEqual({ sort: null, direction: null });
});
