import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { entryObjects, importKinds, isImportField, recordObjects, valueTypes } from '../../core/imports/fields.ts';
import { Id, Instant, Line, PageQuery, page } from '../../core/wire.ts';

const ImportKind = z.enum(importKinds);
const ImportStatus = z.enum(['uploading', 'draft', 'checking', 'running', 'done', 'cancelled', 'undoing', 'undone']);

/** How many rows became what; `flagged` were taken, with something left out or worth a look. */
const RowCounts = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  skipped: z.int(),
  faults: z.int(),
  flagged: z.int(),
});

/** A file that is brought in, with how far it has come. */
export const Import = z.object({
  id: Id,
  name: z.string(),
  status: ImportStatus,
  kind: ImportKind,
  /** The program whose export it is, where it is known. */
  preset: z.string().nullable(),
  rowCount: z.int(),
  /** Rows that are done. */
  done: z.int(),
  counts: RowCounts,
  dryRun: RowCounts.nullable(),
  /** What undoing removed, and what it left because somebody has changed or used it since. */
  undone: z.object({ removed: z.int(), restored: z.int(), kept: z.int() }).nullable(),
  /** `live`: once it is in, its load is shown, and whoever releases it lets its people qualify. */
  how: z.enum(['history', 'live']),
  /** What releasing would cause; null until it was computed, and of history. */
  load: z
    .object({
      /** The version of the agreement by which it was computed. */
      version: Id,
      qualified: z.int(),
      /** Who would qualify but for something that Marketing owes first. */
      incomplete: z.int(),
      /** Of those who qualify, whom nobody could take within the caps: they would wait. */
      queued: z.int(),
      members: z.array(
        z.object({ memberId: Id, name: z.string(), open: z.int(), added: z.int(), cap: z.int().nullable() }),
      ),
    })
    .nullable(),
  /** The version of the agreement by which it was released. */
  releasedUnder: Id.nullable(),
  createdAt: Instant,
  startedAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  /** Until when it can be undone; null where there is nothing to undo. */
  undoUntil: Instant.nullable(),
  version: z.int(),
});
export type Import = z.infer<typeof Import>;

const Column = z.strictObject({
  /** What the column means, such as `contact.email` or `contact.custom.plan`; null leaves it out. */
  field: z
    .string()
    .max(100)
    .refine(isImportField, 'Please name a field, such as contact.email, or an own one, such as contact.custom.plan.')
    .nullable(),
  type: z.enum(valueTypes),
  /** Which comes first in dates of numbers: day or month. Null takes what the values say. */
  dateOrder: z.enum(['dmy', 'mdy']).nullable(),
  /** The sign before the decimals of numbers. */
  decimal: z.enum(['.', ',']).nullable(),
});

const Settings = z.object({
  kind: ImportKind,
  /** Under which name the ids of the file are kept: files of one system share it. */
  source: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'Please use small letters, digits and hyphens, such as hubspot.'),
  keyBy: z.enum(['external-id', 'email', 'none']),
  mode: z.enum(['create', 'update', 'both']),
  /** What a blank cell does to a value that is there. */
  blanks: z.enum(['keep', 'clear']),
  columns: z.array(Column).max(1000),
  /** What every touch of the file is, where no column says it. */
  touch: z.strictObject({
    kind: z.string().min(1).max(64),
    name: Line.nullable(),
    department: z.enum(['marketing', 'sales']),
  }),
  /** What becomes of an owner whom nobody here is: a text of the record, or a member who cannot sign in until invited. */
  owners: z.enum(['match', 'create']),
});

/** What the file says and what is to become of it, with what must be asked first. */
export const ImportPreview = z.object({
  ...Settings.shape,
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  /** Rows of a preamble above the header. */
  headerRow: z.int(),
  columns: z.array(
    z.object({
      ...Column.shape,
      header: z.string(),
      reason: z.string(),
      confidence: z.enum(['certain', 'likely', 'guess', 'none']),
      /** What the values do not say by themselves, and nobody has said yet. */
      asks: z.enum(['date-order', 'decimal']).nullable(),
      filled: z.int(),
      samples: z.array(z.string()),
    }),
  ),
  rows: z.array(z.array(z.string())),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

const ImportParams = z.object({ importId: Id });
const roles = { admin: 'all', head: 'all' } as const;
const read = { roles, scope: 'imports:read' } as const;
const write = { roles, scope: 'imports:write' } as const;
/** About 400,000 contacts of twelve columns. */
const mostBytes = 64 * 1024 * 1024;

export const listImports = contract({
  id: 'imports.list',
  method: 'GET',
  path: '/api/imports',
  summary: 'List imports, the newest first.',
  access: read,
  query: PageQuery,
  response: page(Import),
});

export const uploadFile = contract({
  id: 'imports.upload',
  method: 'POST',
  path: '/api/imports',
  summary: 'Upload a CSV or Excel file. Nothing is brought in before it is started.',
  access: write,
  query: z.object({ name: Line, kind: ImportKind.optional() }),
  body: z.custom<Uint8Array | string>(
    (body) => body instanceof Uint8Array || typeof body === 'string',
    'Send the file as the body, such as with Content-Type: application/octet-stream.',
  ),
  upload: { bodyLimit: mostBytes },
  keyed: false,
  response: Import,
  status: 201,
  example: 'email\nana@plant.example\n',
});

export const readImport = contract({
  id: 'imports.read',
  method: 'GET',
  path: '/api/imports/:importId',
  summary: 'Read an import with its progress.',
  access: read,
  params: ImportParams,
  response: Import,
  versioned: 'read',
});

export const previewImport = contract({
  id: 'imports.preview',
  method: 'GET',
  path: '/api/imports/:importId/preview',
  summary: 'Show the first rows of a file, what each column is taken for and what must be asked.',
  access: read,
  params: ImportParams,
  response: ImportPreview,
});

export const editImport = contract({
  id: 'imports.edit',
  method: 'PATCH',
  path: '/api/imports/:importId',
  summary: 'Change what the columns of a file that was not started yet mean.',
  access: write,
  params: ImportParams,
  body: z.strictObject(Settings.partial().shape),
  response: Import,
  versioned: 'edit',
  example: { mode: 'create' },
});

export const checkImport = contract({
  id: 'imports.check',
  method: 'POST',
  path: '/api/imports/:importId/check',
  summary: 'Count what an import would do, without doing it.',
  access: write,
  params: ImportParams,
  response: Import,
  status: 202,
});

export const startImport = contract({
  id: 'imports.start',
  method: 'POST',
  path: '/api/imports/:importId/start',
  summary:
    'Bring a file in. As history, no handoff, clock or notification comes of it; as live, none before it is released.',
  access: write,
  params: ImportParams,
  body: z.strictObject({ how: z.enum(['history', 'live']).default('history') }),
  response: Import,
  status: 202,
  example: { how: 'history' },
});

export const measureImport = contract({
  id: 'imports.measure',
  method: 'POST',
  path: '/api/imports/:importId/load',
  summary: 'Compute again what releasing a live import would cause.',
  access: write,
  params: ImportParams,
  response: Import,
  status: 202,
});

export const releaseImport = contract({
  id: 'imports.release',
  method: 'POST',
  path: '/api/imports/:importId/release',
  summary: 'Let the people of a live import qualify within the caps, by naming the load that was shown.',
  access: write,
  params: ImportParams,
  body: z.strictObject({ version: Id, qualified: z.int().min(0) }),
  response: Import,
  status: 202,
  example: { version: '{importId}', qualified: 0 },
});

export const cancelImport = contract({
  id: 'imports.cancel',
  method: 'POST',
  path: '/api/imports/:importId/cancel',
  summary: 'Stop an import; what is done stays and can be undone.',
  access: write,
  params: ImportParams,
  response: Import,
});

export const undoImport = contract({
  id: 'imports.undo',
  method: 'POST',
  path: '/api/imports/:importId/undo',
  summary: 'Remove what an import made, but for what somebody has changed or used since; within 30 days.',
  access: write,
  params: ImportParams,
  response: Import,
  status: 202,
});

const ReportRow = z.object({
  number: z.int(),
  status: z.enum(['waiting', 'created', 'updated', 'unchanged', 'skipped', 'fault']),
  problem: z.string(),
  cells: z.array(z.string()),
});
export type ReportRow = z.infer<typeof ReportRow>;

export const listRows = contract({
  id: 'imports.rows',
  method: 'GET',
  path: '/api/imports/:importId/rows',
  summary: 'List the rows of which there is something to say, with what it is.',
  access: read,
  params: ImportParams,
  query: PageQuery.extend({ status: z.enum(['fault', 'skipped', 'flagged']).optional() }),
  response: page(ReportRow),
});

export const exportFaults = contract({
  id: 'imports.faults',
  method: 'GET',
  path: '/api/imports/:importId/faults',
  summary:
    'Export the rows that were refused, as they were, with the reason; corrected, the file can be imported again.',
  access: read,
  params: ImportParams,
  response: z.string(),
  media: 'text/csv',
});

const KeptRecord = z.object({
  object: z.enum([...recordObjects, ...entryObjects]),
  recordId: Id,
  row: z.int(),
  why: z.string(),
});
export type KeptRecord = z.infer<typeof KeptRecord>;

export const listKept = contract({
  id: 'imports.kept',
  method: 'GET',
  path: '/api/imports/:importId/kept',
  summary: 'List what undoing left, with why.',
  access: read,
  params: ImportParams,
  query: PageQuery,
  response: page(KeptRecord),
});
