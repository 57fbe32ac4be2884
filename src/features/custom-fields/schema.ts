import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { customFieldTypes } from '../../core/custom-field.ts';
import { Id, Instant, Line } from '../../core/wire.ts';

const RecordKind = z.enum(['contact', 'account']);
const Type = z.enum(customFieldTypes);

/** A field of people or companies that the workspace keeps beside ours. */
export const CustomField = z.object({
  id: Id,
  object: RecordKind,
  /** As it stands in `fields` of a record, and after `contact.custom.` or `account.custom.` in conditions. */
  key: z.string(),
  label: z.string(),
  description: z.string().nullable(),
  type: Type,
  /** The values of a choice in their order; none for other types. */
  options: z.array(z.string()),
  /** Since when nobody is asked for it any more; its values stay. */
  archivedAt: Instant.nullable(),
  version: z.int(),
});
export type CustomField = z.infer<typeof CustomField>;

/** A key that records have and that nobody has defined. */
export const FoundField = z.object({
  key: z.string(),
  /** How many of the records that were looked at have it. */
  count: z.int(),
  type: Type,
  options: z.array(z.string()),
  examples: z.array(z.string()),
  /** False for a key that conditions could not name. */
  mayAdopt: z.boolean(),
});
export type FoundField = z.infer<typeof FoundField>;

const FieldParams = z.object({ fieldId: Id });
const readers = { roles: everyRole('all'), scope: 'contacts:read' } as const;
const writers = { roles: { admin: 'all', head: 'all' }, scope: 'contacts:write' } as const;
const Options = z.array(Line).max(200);
const Description = Line.nullable();
const ofObject = z.object({ object: RecordKind });

export const listCustomFields = contract({
  id: 'custom-fields.list',
  method: 'GET',
  path: '/api/custom-fields',
  summary: 'List the own fields of people and companies in their order, archived ones included.',
  access: readers,
  query: z.object({ object: RecordKind.optional() }),
  response: z.object({ data: z.array(CustomField) }),
});

export const findCustomFields = contract({
  id: 'custom-fields.found',
  method: 'GET',
  path: '/api/custom-fields/found',
  summary: 'List keys that records have without a definition, with the type that their values suggest.',
  access: writers,
  query: ofObject,
  response: z.object({
    data: z.array(FoundField),
    /** How many records were looked at, the newest first. */
    examined: z.int(),
  }),
});

export const getCustomField = contract({
  id: 'custom-fields.get',
  method: 'GET',
  path: '/api/custom-fields/:fieldId',
  summary: 'Read one own field.',
  access: readers,
  params: FieldParams,
  response: CustomField,
  versioned: 'read',
});

export const createCustomField = contract({
  id: 'custom-fields.create',
  method: 'POST',
  path: '/api/custom-fields',
  summary: 'Define an own field. Values that records have under its key already must fit its type.',
  access: writers,
  body: z.strictObject({
    object: RecordKind,
    key: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'Please use at most 64 letters, digits, _ and -.'),
    label: Line,
    description: Description.default(null),
    type: Type,
    options: Options.default([]),
  }),
  response: CustomField,
  status: 201,
  example: { object: 'contact', key: 'plan', label: 'Plan', type: 'choice', options: ['Free', 'Pro'] },
});

export const editCustomField = contract({
  id: 'custom-fields.edit',
  method: 'PATCH',
  path: '/api/custom-fields/:fieldId',
  summary: 'Change an own field. Its type and options change only where every value that is there fits.',
  access: writers,
  params: FieldParams,
  body: z.strictObject({
    label: Line.optional(),
    description: Description.optional(),
    type: Type.optional(),
    options: Options.optional(),
    /** True asks for it no more; its values and its type stay. */
    archived: z.boolean().optional(),
  }),
  response: CustomField,
  versioned: 'edit',
  example: { label: 'Subscription' },
});

export const orderCustomFields = contract({
  id: 'custom-fields.order',
  method: 'PUT',
  path: '/api/custom-fields/order',
  summary: 'Put the own fields of people or companies in order.',
  access: writers,
  body: z.strictObject({
    object: RecordKind,
    /** Those that are not named come last. */
    fieldIds: z.array(Id).max(500),
  }),
  response: z.object({ data: z.array(CustomField) }),
  example: { object: 'contact', fieldIds: [] },
});
