import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Empty, Id, Instant, Named, PageQuery, page } from '../../core/wire.ts';

/** Text of several lines as a person typed it, without styling. */
export const Text = z
  .string()
  .transform((text) => text.replaceAll(/\r\n?/g, '\n').trim())
  .pipe(
    z
      .string()
      .min(1, 'Please write something.')
      .max(10_000, 'Please use at most 10,000 characters.')
      .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'Please remove the control characters.'),
  );

/** What something is about. */
export const RecordRef = z.object({ kind: z.enum(['contact', 'account', 'deal']), id: Id, name: z.string() });
export type RecordRef = z.infer<typeof RecordRef>;

/** A note on a person, a company or a deal. */
export const Note = z.object({
  id: Id,
  about: RecordRef,
  body: z.string(),
  /** Who was told of it. `written` is how the body names them, behind an "@". */
  mentions: z.array(Named.extend({ written: z.string() })),
  /** Null where a key or an import of history wrote it. */
  author: Named.nullable(),
  pinned: z.boolean(),
  at: Instant,
  editedAt: Instant.nullable(),
  /** Whether the caller may change it. */
  mayEdit: z.boolean(),
  version: z.int(),
});
export type Note = z.infer<typeof Note>;

/** Who may read what is written about records: whoever may read those. */
export const readers = {
  roles: { ...everyRole('visible'), admin: 'all', head: 'all', sponsor: 'all' },
  scope: 'contacts:read',
} as const;
/** Who may write about a record: whoever may read it, but for those who only look on. */
export const writers = {
  roles: { admin: 'all', head: 'all', lead: 'visible', member: 'visible' },
  scope: 'contacts:write',
} as const;
/** Who may change what was written: its author, heads and admins. */
export const editors = {
  roles: { admin: 'all', head: 'all', lead: 'own', member: 'own' },
  scope: 'contacts:write',
} as const;

const one = 'Say what it is about: exactly one of contactId, accountId and dealId.';
export const AboutShape = { contactId: Id.optional(), accountId: Id.optional(), dealId: Id.optional() };
export type AboutInput = { [Key in keyof typeof AboutShape]?: string | undefined };
export const isAboutOne = ({ contactId, accountId, dealId }: AboutInput): boolean =>
  [contactId, accountId, dealId].filter((id) => id !== undefined).length === 1;

/** Members who are told of the note; the body names each of them as "@" and their name. */
const Mentions = z.array(Id).max(20, 'Please mention at most 20 members.');

const NoteParams = z.object({ noteId: Id });

export const listNotes = contract({
  id: 'notes.list',
  method: 'GET',
  path: '/api/notes',
  summary: 'List notes on a person, a company or a deal, or all within reach: pinned ones first, then the latest.',
  access: readers,
  query: PageQuery.extend(AboutShape),
  response: page(Note),
});

export const createNote = contract({
  id: 'notes.create',
  method: 'POST',
  path: '/api/notes',
  summary: 'Write a note on a person, a company or a deal, and tell whom it mentions.',
  access: writers,
  body: z
    .strictObject({ ...AboutShape, body: Text, mentions: Mentions.default([]), pinned: z.boolean().default(false) })
    .refine(isAboutOne, { error: one, path: ['contactId'] }),
  response: Note,
  status: 201,
  example: { contactId: '{contactId}', body: 'Prefers calls after lunch.' },
});

export const getNote = contract({
  id: 'notes.get',
  method: 'GET',
  path: '/api/notes/:noteId',
  summary: 'Read one note.',
  access: readers,
  params: NoteParams,
  response: Note,
  versioned: 'read',
});

export const editNote = contract({
  id: 'notes.edit',
  method: 'PATCH',
  path: '/api/notes/:noteId',
  summary: 'Change the text of a note, whom it mentions, or whether it is pinned.',
  access: editors,
  params: NoteParams,
  body: z.strictObject({ body: Text.optional(), mentions: Mentions.optional(), pinned: z.boolean().optional() }),
  response: Note,
  versioned: 'edit',
  example: { pinned: true },
});

export const deleteNote = contract({
  id: 'notes.delete',
  method: 'DELETE',
  path: '/api/notes/:noteId',
  summary: 'Remove a note; the audit log keeps what it said.',
  access: editors,
  params: NoteParams,
  response: Empty,
  status: 204,
});

/** A note that names the caller. */
export const Mention = z.object({ note: Note, by: Named.nullable(), at: Instant, readAt: Instant.nullable() });
export type Mention = z.infer<typeof Mention>;

const members = { roles: readers.roles } as const;

export const listMentions = contract({
  id: 'mentions.list',
  method: 'GET',
  path: '/api/mentions',
  summary: 'List notes within reach that mention the caller, the latest first, and count those not read.',
  access: members,
  query: PageQuery.extend({ unread: z.stringbool().optional() }),
  response: page(Mention).extend({ unread: z.int() }),
});

export const readMentions = contract({
  id: 'mentions.read',
  method: 'POST',
  path: '/api/mentions/read',
  summary: 'Take note of mentions: of these, or of all.',
  access: members,
  body: z.strictObject({ noteIds: z.array(Id).max(200).optional() }),
  response: z.object({ unread: z.int() }),
});
