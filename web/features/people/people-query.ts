import type { z } from 'zod';
import { Id } from '../../../src/core/wire.ts';
import { ListFilter, type listContacts } from '../../../src/features/contacts/schema.ts';

type ListQuery = z.input<NonNullable<(typeof listContacts)['query']>>;
export type PeopleQuery = Omit<ListQuery, 'cursor' | 'limit'>;
export type PeopleSort = NonNullable<ListQuery['sort']>;

/** What the address of People may say. `filter` is a condition as JSON text, as the API takes it. */
export type PeopleFilters = {
  search?: string | undefined;
  stage?: string | undefined;
  grade?: string | undefined;
  owner?: string | undefined;
  list?: string | undefined;
  removed?: string | undefined;
  filter?: string | undefined;
  sort?: string | undefined;
  direction?: string | undefined;
};

/** How each order begins: names from A, times from the latest, grades from the best. */
export const firstDirection: Record<PeopleSort, 'asc' | 'desc'> = {
  name: 'asc',
  'last-touch': 'desc',
  created: 'desc',
  grade: 'asc',
};
const isSort = (text: string | undefined): text is PeopleSort =>
  text !== undefined && Object.hasOwn(firstDirection, text);

/**
 * From the words of the address to what the server understands; what makes no sense is left out.
 *
 * @param memberId who `me` is
 * @example
 * toPeopleQuery({ search: 'olivia', grade: 'A1', sort: 'grade' })
 * // { search: 'olivia', filter: '{"all":[{"field":"grade","op":"equals","value":"A1"}]}', sort: 'grade', direction: 'asc' }
 */
export function toPeopleQuery(filters: PeopleFilters, memberId = ''): PeopleQuery {
  const { search, list, removed } = filters;
  // Somebody's own records: in a view that others find, that is whoever looks.
  const owner = filters.owner === 'me' ? memberId : filters.owner;
  const sort = isSort(filters.sort) ? filters.sort : 'name';
  const direction =
    filters.direction === 'asc' || filters.direction === 'desc' ? filters.direction : firstDirection[sort];
  const condition = conditionOf(filters);
  return {
    ...(search?.trim() ? { search: search.trim().slice(0, 100) } : {}),
    ...(owner && ListFilter.shape.owner.safeParse(owner).success ? { owner } : {}),
    ...(Id.safeParse(list).success ? { listId: list } : {}),
    ...(removed === 'yes' ? { deleted: 'true' } : {}),
    ...(condition ? { filter: condition } : {}),
    sort,
    direction,
  };
}

/** Everything that is asked, as one condition; the one of the address goes to the server as it is, which says what is wrong with it. */
function conditionOf({ stage, grade, filter }: PeopleFilters): string | undefined {
  const equals = (field: string, value: string) => JSON.stringify({ field, op: 'equals', value });
  const parts = [
    ...(stage ? [equals('stage', stage)] : []),
    ...(grade ? [gradePart(grade)] : []),
    ...(filter ? [filter] : []),
  ];
  if (parts.length === 1 && filter) return filter;
  return parts.length === 0 ? undefined : `{"all":[${parts.join(',')}]}`;

  function gradePart(wanted: string): string {
    if (wanted === 'none') return JSON.stringify({ field: 'grade', op: 'not-exists' });
    // A letter alone is the fit, a digit alone the engagement.
    if (/^[A-D]$/.test(wanted)) return equals('grade.fit', wanted);
    if (/^[1-4]$/.test(wanted)) return equals('grade.engagement', wanted);
    return equals('grade', wanted);
  }
}

/** What a click on the head of a column asks for: its order, and the other way round when it has it already. */
export function nextOrder(
  query: Pick<PeopleQuery, 'sort' | 'direction'>,
  sort: PeopleSort,
): { sort: string | null; direction: string | null } {
  const first = firstDirection[sort];
  const other = first === 'asc' ? 'desc' : 'asc';
  const direction = query.sort === sort && query.direction === first ? other : first;
  return { sort: sort === 'name' ? null : sort, direction: direction === first ? null : direction };
}
