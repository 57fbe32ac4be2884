import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Id, Instant, Named } from '../../core/wire.ts';
import { readers, writers } from '../contacts/schema.ts';

/** One field of the survivor that changes, with the value that it had and why. Own fields are `custom.<key>`. */
export const FieldChange = z.object({
  field: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  why: z.string(),
});

/** How many rows of each kind belong to the survivor afterwards: touches, handoffs, deals, lists, keys and the like. */
const Counts = z.record(z.string(), z.int());

export const MergePreview = z.object({
  survivor: Named.extend({ version: z.int() }),
  merged: Named.extend({ version: z.int() }),
  /** Why this one stays. */
  why: z.string(),
  /** Set where they cannot be merged. Two user ids can, once somebody says that they are one person. */
  refused: z
    .object({
      fields: z.array(z.string()),
      /** The systems that know them under different ids. */
      systems: z.array(z.string()),
      why: z.string(),
      /** Whether saying so in `areOne` is enough. */
      isForYouToSay: z.boolean(),
    })
    .nullable(),
  changes: z.array(FieldChange),
  moves: Counts,
  /** Whether both have an open handoff: the one that was offered earlier goes on. */
  endsHandoff: z.boolean(),
});
export type MergePreview = z.infer<typeof MergePreview>;

/** One merge that was made. */
export const Merge = z.object({
  id: Id,
  object: z.enum(['contact', 'account']),
  survivor: Named,
  merged: Named,
  /** A member decided it, or a message proved it. */
  cause: z.enum(['member', 'identity']),
  why: z.string(),
  by: Named.nullable(),
  at: Instant,
  changes: z.array(FieldChange),
  moved: Counts,
  undone: z
    .object({
      at: Instant,
      by: Named.nullable(),
      /** Fields that somebody had changed since: they keep what was written then. */
      changedSince: z.array(z.string()),
      /** What else stayed as it was, in sentences. */
      notes: z.array(z.string()),
    })
    .nullable(),
  /** Until when it can be undone; null when that is over or was done. */
  undoUntil: Instant.nullable(),
});
export type Merge = z.infer<typeof Merge>;

const Choice = z.strictObject({
  /** The other of the two records. */
  otherId: Id,
  /** Which of the two stays. Without it the one that other systems know, else the older. */
  survivorId: Id.optional(),
  /** "These are one person", although each has a user id. */
  areOne: z.boolean().default(false),
});
const Order = Choice.extend({ otherVersion: z.int() });

const ContactParams = z.object({ contactId: Id });
const AccountParams = z.object({ accountId: Id });

export const previewContactMerge = contract({
  id: 'contacts.preview-merge',
  method: 'POST',
  path: '/api/contacts/:contactId/merge/preview',
  summary: 'Say what a merge of two people would do, without doing it.',
  access: writers,
  params: ContactParams,
  body: Choice,
  response: MergePreview,
  keyed: false,
  example: { otherId: '{otherContactId}' },
});

export const mergeTwoContacts = contract({
  id: 'contacts.merge',
  method: 'POST',
  path: '/api/contacts/:contactId/merge',
  summary: 'Merge two people into one; it can be undone within 30 days.',
  access: writers,
  params: ContactParams,
  body: Order,
  response: Merge,
  versioned: 'edit',
  example: { otherId: '{otherContactId}', otherVersion: 1 },
});

export const listContactMerges = contract({
  id: 'contacts.merges',
  method: 'GET',
  path: '/api/contacts/:contactId/merges',
  summary: 'List what was merged into one person, the latest first, undone merges included.',
  access: readers,
  params: ContactParams,
  response: z.object({ data: z.array(Merge) }),
});

export const previewAccountMerge = contract({
  id: 'accounts.preview-merge',
  method: 'POST',
  path: '/api/accounts/:accountId/merge/preview',
  summary: 'Say what a merge of two companies would do, without doing it.',
  access: writers,
  params: AccountParams,
  body: Choice,
  response: MergePreview,
  keyed: false,
  example: { otherId: '{otherAccountId}' },
});

export const mergeTwoAccounts = contract({
  id: 'accounts.merge',
  method: 'POST',
  path: '/api/accounts/:accountId/merge',
  summary: 'Merge two companies into one; it can be undone within 30 days.',
  access: writers,
  params: AccountParams,
  body: Order,
  response: Merge,
  versioned: 'edit',
  example: { otherId: '{otherAccountId}', otherVersion: 1 },
});

export const listAccountMerges = contract({
  id: 'accounts.merges',
  method: 'GET',
  path: '/api/accounts/:accountId/merges',
  summary: 'List what was merged into one company, the latest first, undone merges included.',
  access: readers,
  params: AccountParams,
  response: z.object({ data: z.array(Merge) }),
});

export const undoMerge = contract({
  id: 'merges.undo',
  method: 'POST',
  path: '/api/merges/:mergeId/undo',
  summary: 'Undo a merge: both records stand for themselves again.',
  access: writers,
  params: z.object({ mergeId: Id }),
  response: Merge,
});
