import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Empty, Id, Instant, Line, PageQuery, page } from '../../core/wire.ts';

/** People or companies under a name: kept by hand, or whoever meets a condition when the list is read. */
export const List = z.object({
  id: Id,
  object: z.enum(['contact', 'account']),
  name: z.string(),
  /** Null for a list kept by hand. Conditions name lists kept by hand, by their name. */
  condition: z.record(z.string(), z.unknown()).nullable(),
  /** How many are on a list kept by hand, within reach or not; null for a condition: count what it shows. */
  size: z.int().nullable(),
  createdAt: Instant,
  version: z.int(),
});
export type List = z.infer<typeof List>;

const ListParams = z.object({ listId: Id });
const readers = { roles: everyRole('all'), scope: 'contacts:read' } as const;
const writers = {
  roles: { admin: 'all', head: 'all', lead: 'team', member: 'own' },
  scope: 'contacts:write',
} as const;
/** As conditions are in an agreement; what may stand in it is checked against the fields that there are. */
const Condition = z.record(z.string(), z.unknown());

export const listLists = contract({
  id: 'lists.list',
  method: 'GET',
  path: '/api/lists',
  summary: 'List the lists of people or companies by name.',
  access: readers,
  query: PageQuery.extend({ object: z.enum(['contact', 'account']).optional() }),
  response: page(List),
});

export const getList = contract({
  id: 'lists.get',
  method: 'GET',
  path: '/api/lists/:listId',
  summary: 'Read one list; who is on it is read from people or companies by its id.',
  access: readers,
  params: ListParams,
  response: List,
  versioned: 'read',
});

export const createList = contract({
  id: 'lists.create',
  method: 'POST',
  path: '/api/lists',
  summary: 'Make a list, by hand or by a condition.',
  access: writers,
  body: z.strictObject({ object: z.enum(['contact', 'account']), name: Line, condition: Condition.optional() }),
  response: List,
  status: 201,
  example: { object: 'contact', name: 'Fair in Hanover' },
});

export const editList = contract({
  id: 'lists.edit',
  method: 'PATCH',
  path: '/api/lists/:listId',
  summary: 'Rename a list or change its condition.',
  access: writers,
  params: ListParams,
  body: z.strictObject({ name: Line.optional(), condition: Condition.optional() }),
  response: List,
  versioned: 'edit',
  example: { name: 'Fair in Berlin' },
});

export const deleteList = contract({
  id: 'lists.delete',
  method: 'DELETE',
  path: '/api/lists/:listId',
  summary: 'Remove a list; who was on it stays.',
  access: writers,
  params: ListParams,
  response: Empty,
  status: 204,
});

export const changeEntries = contract({
  id: 'lists.entries',
  method: 'POST',
  path: '/api/lists/:listId/entries',
  summary: 'Put records on a list kept by hand and take others off, within reach.',
  access: writers,
  params: ListParams,
  body: z.strictObject({
    add: z.array(Id).max(1_000).default([]),
    remove: z.array(Id).max(1_000).default([]),
  }),
  /** How many were really added and taken off; others were so already, or are out of reach. */
  response: z.object({ added: z.int(), removed: z.int() }),
  example: { add: ['{contactId}'] },
});
