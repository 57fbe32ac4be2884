import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Empty, Id, Instant, Line, Named } from '../../core/wire.ts';

const ViewObject = z.enum(['contact', 'account']);
const Reach = z.enum(['private', 'team', 'everybody']);

/** What a view shows: the words of the table's own filters, and a condition as lists have it. */
export const ViewFilter = z.strictObject({
  search: z.string().trim().max(100).optional(),
  stage: z.string().max(100).optional(),
  /** A grade, a letter for the fit, a digit for the engagement, or `none`. */
  grade: z.string().max(10).optional(),
  /** The id of a member, `none` for what nobody owns, or `me` for whoever looks. */
  owner: z.union([Id, z.enum(['none', 'me'])]).optional(),
  listId: Id.optional(),
  /** True shows what was removed. */
  deleted: z.boolean().optional(),
  condition: z.record(z.string(), z.unknown()).optional(),
});
export type ViewFilter = z.infer<typeof ViewFilter>;

const Column = z.strictObject({ key: z.string().min(1).max(120), width: z.int().min(40).max(2_000).nullable() });

/** A table of people or companies as somebody wants to find it again. */
export const View = z.object({
  id: Id,
  object: ViewObject,
  name: z.string(),
  /** Who finds it: its owner alone, a team, or everybody. */
  reach: Reach,
  owner: Named,
  team: Named.nullable(),
  filter: ViewFilter,
  sort: z.string().nullable(),
  direction: z.enum(['asc', 'desc']).nullable(),
  /** In their order; none for those that the table has by itself. */
  columns: z.array(Column),
  density: z.enum(['calm', 'compact']),
  /** Whether the table opens with it, for the caller. */
  isDefault: z.boolean(),
  mayEdit: z.boolean(),
  updatedAt: Instant,
  version: z.int(),
});
export type View = z.infer<typeof View>;

const ViewParams = z.object({ viewId: Id });
const readers = { roles: everyRole('all'), scope: 'contacts:read' } as const;
/** A view has an owner, so members make them, not keys. Who may change which one, its reach says. */
const writers = { roles: everyRole('all') } as const;

export const listViews = contract({
  id: 'views.list',
  method: 'GET',
  path: '/api/views',
  summary: 'List the views of people or companies that the caller finds, in the caller’s order.',
  access: readers,
  query: z.object({ object: ViewObject }),
  response: z.object({ data: z.array(View) }),
});

export const getView = contract({
  id: 'views.get',
  method: 'GET',
  path: '/api/views/:viewId',
  summary: 'Read one view.',
  access: readers,
  params: ViewParams,
  response: View,
  versioned: 'read',
});

const ViewValues = z.strictObject({
  name: Line.pipe(z.string().max(60, 'Please use at most 60 characters.')),
  reach: Reach,
  /** With the reach `team`: which one. */
  teamId: Id.nullable(),
  filter: ViewFilter,
  sort: z.string().max(40).nullable(),
  direction: z.enum(['asc', 'desc']).nullable(),
  columns: z.array(Column).max(60),
  density: z.enum(['calm', 'compact']),
});
export type ViewValues = z.output<typeof ViewValues>;

export const createView = contract({
  id: 'views.create',
  method: 'POST',
  path: '/api/views',
  summary: 'Save a table as a view.',
  access: writers,
  body: z.strictObject({
    object: ViewObject,
    name: ViewValues.shape.name,
    reach: Reach.default('private'),
    teamId: Id.nullable().default(null),
    filter: ViewFilter.default({}),
    sort: ViewValues.shape.sort.default(null),
    direction: ViewValues.shape.direction.default(null),
    columns: ViewValues.shape.columns.default([]),
    density: ViewValues.shape.density.default('calm'),
  }),
  response: View,
  status: 201,
  example: { object: 'contact', name: 'Grade A without an owner', filter: { grade: 'A', owner: 'none' } },
});

export const editView = contract({
  id: 'views.edit',
  method: 'PATCH',
  path: '/api/views/:viewId',
  summary: 'Rename a view, share it, or save what it shows now.',
  access: writers,
  params: ViewParams,
  body: ViewValues.partial(),
  response: View,
  versioned: 'edit',
  example: { name: 'Grade A of nobody' },
});

export const deleteView = contract({
  id: 'views.delete',
  method: 'DELETE',
  path: '/api/views/:viewId',
  summary: 'Remove a view; what it showed stays.',
  access: writers,
  params: ViewParams,
  response: Empty,
  status: 204,
});

export const orderViews = contract({
  id: 'views.order',
  method: 'PUT',
  path: '/api/views/order',
  summary: 'Put the views of an object into one’s own order, and say which one its table opens with.',
  access: 'signed-in',
  body: z.strictObject({
    object: ViewObject,
    /** Those that are not named come last. */
    viewIds: z.array(Id).max(500),
    defaultId: Id.nullable(),
  }),
  response: Empty,
  example: { object: 'contact', viewIds: [], defaultId: null },
});
