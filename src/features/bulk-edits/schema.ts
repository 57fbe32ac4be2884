import { z } from 'zod';
import { buyingRoles } from '../../core/buying-role.ts';
import { contract } from '../../core/contract.ts';
import { Id, Instant, Line, Locale, Named, PageQuery, page, Zone } from '../../core/wire.ts';
import { LongFilter, OwnFields, writers } from '../contacts/schema.ts';

const text = Line.nullable().optional();
/** What is left out stays, null takes away. Names, addresses and domains belong to one record each. */
const ContactSet = z.strictObject({
  kind: z.literal('set'),
  change: z.strictObject({
    title: text,
    country: text,
    language: Locale.nullable().optional(),
    zone: Zone.nullable().optional(),
    accountId: Id.nullable().optional(),
    buyingRole: z.enum(buyingRoles).nullable().optional(),
    ownerId: Id.nullable().optional(),
    fields: OwnFields.optional(),
  }),
});
const AccountSet = z.strictObject({
  kind: z.literal('set'),
  change: z.strictObject({
    industry: text,
    country: text,
    tier: z.int().min(1).max(9).nullable().optional(),
    isTarget: z.boolean().optional(),
    ownerId: Id.nullable().optional(),
    fields: OwnFields.optional(),
  }),
});
const ListAction = z.strictObject({ kind: z.literal('list'), listId: Id, how: z.enum(['add', 'remove']) });
const StageAction = z.strictObject({
  kind: z.literal('stage'),
  /** A stage of the agreement in force, or `recycled` or `disqualified` with a reason of it. */
  to: Line,
  reason: Line.optional(),
});
const Remove = z.strictObject({ kind: z.literal('remove') });

const ContactAction = z.discriminatedUnion('kind', [ContactSet, StageAction, ListAction, Remove]);
const AccountAction = z.discriminatedUnion('kind', [AccountSet, ListAction, Remove]);
export type ContactAction = z.output<typeof ContactAction>;
export type AccountAction = z.output<typeof AccountAction>;

/** So many can be named one by one. */
const mostNamed = 5_000;
const ById = z.strictObject({ ids: z.array(Id).min(1).max(mostNamed) });
const except = z.array(Id).max(mostNamed).default([]);
/** Some by their ids, or all that a list means as its query says it, but for a few. */
const ContactSelection = z.union([
  ById,
  z.strictObject({ query: LongFilter.extend({ accountId: Id.optional() }), except }),
]);
const AccountSelection = z.union([ById, z.strictObject({ query: LongFilter, except })]);
export type Selection = z.output<typeof ContactSelection>;

export const BulkEdit = z.object({
  id: Id,
  object: z.enum(['contact', 'account']),
  action: z.record(z.string(), z.unknown()),
  /** The action in words: "Set the title to COO". */
  summary: z.string(),
  status: z.enum(['running', 'done', 'cancelled', 'undoing', 'undone']),
  /** Why it ended early, where nobody cancelled it. */
  problem: z.string().nullable(),
  total: z.int(),
  counts: z.object({ changed: z.int(), unchanged: z.int(), failed: z.int(), undone: z.int(), kept: z.int() }),
  by: Named.nullable(),
  createdAt: Instant,
  finishedAt: Instant.nullable(),
  /** Until when it can be undone; null where there is nothing to undo. */
  undoUntil: Instant.nullable(),
  version: z.int(),
});
export type BulkEdit = z.infer<typeof BulkEdit>;

const Preview = z.object({
  /** How many are meant now: give it back when you start. */
  count: z.int(),
  /** How many of them you may change; the others are listed with a reason. */
  editable: z.int(),
});
const example = { ids: ['{contactId}'] };

export const previewContacts = contract({
  id: 'bulk-edits.preview-contacts',
  method: 'POST',
  path: '/api/contacts/bulk/preview',
  summary: 'Count the people whom a change of many would be about.',
  access: writers,
  body: z.strictObject({ selection: ContactSelection }),
  response: Preview,
  example: { selection: example },
});

export const editContacts = contract({
  id: 'bulk-edits.contacts',
  method: 'POST',
  path: '/api/contacts/bulk',
  summary: 'Change many people at once, as work that goes on behind; it can be undone for 30 days.',
  access: writers,
  body: z.strictObject({
    selection: ContactSelection,
    /** How many you saw: were it others by now, nothing is done. */
    count: z.int().min(1),
    action: ContactAction,
  }),
  response: BulkEdit,
  status: 202,
  example: { selection: example, count: 1, action: { kind: 'set', change: { title: 'COO' } } },
});

export const previewAccounts = contract({
  id: 'bulk-edits.preview-accounts',
  method: 'POST',
  path: '/api/accounts/bulk/preview',
  summary: 'Count the companies which a change of many would be about.',
  access: writers,
  body: z.strictObject({ selection: AccountSelection }),
  response: Preview,
  example: { selection: { ids: ['{accountId}'] } },
});

export const editAccounts = contract({
  id: 'bulk-edits.accounts',
  method: 'POST',
  path: '/api/accounts/bulk',
  summary: 'Change many companies at once, as work that goes on behind; it can be undone for 30 days.',
  access: writers,
  body: z.strictObject({ selection: AccountSelection, count: z.int().min(1), action: AccountAction }),
  response: BulkEdit,
  status: 202,
  example: {
    selection: { ids: ['{accountId}'] },
    count: 1,
    action: { kind: 'set', change: { industry: 'Chemicals' } },
  },
});

const Params = z.object({ bulkEditId: Id });
const readers = { ...writers, scope: 'contacts:read' } as const;

export const listBulkEdits = contract({
  id: 'bulk-edits.list',
  method: 'GET',
  path: '/api/bulk-edits',
  summary: 'List changes of many records that members within reach made, the newest first.',
  access: readers,
  query: PageQuery,
  response: page(BulkEdit),
});

export const readBulkEdit = contract({
  id: 'bulk-edits.read',
  method: 'GET',
  path: '/api/bulk-edits/:bulkEditId',
  summary: 'Read a change of many records with its progress.',
  access: readers,
  params: Params,
  response: BulkEdit,
});

const BulkRecord = z.object({
  recordId: Id,
  /** Null where it is no longer within reach. */
  label: z.string().nullable(),
  status: z.enum(['waiting', 'changed', 'unchanged', 'failed', 'undone', 'kept']),
  problem: z.string().nullable(),
});
export type BulkRecord = z.infer<typeof BulkRecord>;

export const listBulkRecords = contract({
  id: 'bulk-edits.records',
  method: 'GET',
  path: '/api/bulk-edits/:bulkEditId/records',
  summary: 'List what became of the records of a change, such as those that failed or that undoing left, with why.',
  access: readers,
  params: Params,
  query: PageQuery.extend({
    status: z.enum(['waiting', 'changed', 'unchanged', 'failed', 'undone', 'kept']).optional(),
  }),
  response: page(BulkRecord),
});

export const cancelBulkEdit = contract({
  id: 'bulk-edits.cancel',
  method: 'POST',
  path: '/api/bulk-edits/:bulkEditId/cancel',
  summary: 'Stop a change of many records; what is done stays and can be undone.',
  access: writers,
  params: Params,
  response: BulkEdit,
});

export const undoBulkEdit = contract({
  id: 'bulk-edits.undo',
  method: 'POST',
  path: '/api/bulk-edits/:bulkEditId/undo',
  summary: 'Set back, field by field, what nobody has changed since; within 30 days.',
  access: writers,
  params: Params,
  response: BulkEdit,
  status: 202,
});
