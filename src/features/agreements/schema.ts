import { z } from 'zod';
import { Department, everyRole, MemberDepartment } from '../../core/access.ts';
import { longestText, TextEdit } from '../../core/agreement/text-edit.ts';
import { parties, versionMoves, versionStatuses } from '../../core/agreement/version-life.ts';
import { contract } from '../../core/contract.ts';
import { Day, Id, Instant, Named, PageQuery, page } from '../../core/wire.ts';

export const Party = z.enum(parties);

/** Something about the text that its authors should know, with its place in the YAML; an error keeps it from being proposed. */
const TextProblem = z.object({
  severity: z.enum(['error', 'warning', 'note']),
  code: z.string(),
  path: z.string(),
  message: z.string(),
  remedy: z.string(),
  line: z.int(),
  column: z.int(),
});

const Signature = z.object({
  party: Party,
  member: Named,
  asDeputy: z.boolean(),
  /** SHA-256 of the text that was signed. */
  hash: z.string(),
  proposal: z.int(),
  /** Agreed with it beside the text: when it begins to bind, null for as soon as it is signed, and the waves. */
  effectiveAt: Instant.nullable(),
  waveSize: z.int().nullable(),
  signedAt: Instant,
  /** The text was changed, returned or withdrawn since: it stands for history. */
  void: z.boolean(),
});

/** One version of the agreement without its text. */
export const VersionSummary = z.object({
  id: Id,
  number: z.int(),
  name: z.string(),
  status: z.enum(versionStatuses),
  /** Of the canonical text; null while a draft cannot be read. */
  hash: z.string().nullable(),
  /** Goes up with every proposal: a signature is for one of them. */
  proposal: z.int(),
  proposedFor: Department.nullable(),
  proposedBy: Named.nullable(),
  proposedAt: Instant.nullable(),
  message: z.string().nullable(),
  /** When it is to come into force; null for as soon as it is signed. */
  effectiveAt: Instant.nullable(),
  /** So many who qualify under it already are handed over per rep and day; null: new touches only. */
  waveSize: z.int().nullable(),
  /** What the other side said when it gave the text back. */
  returned: z.object({ by: Named, at: Instant, message: z.string() }).nullable(),
  inForceFrom: Instant.nullable(),
  inForceTo: Instant.nullable(),
  createdBy: Named.nullable(),
  createdAt: Instant,
  updatedAt: Instant,
  version: z.int(),
});
export type VersionSummary = z.infer<typeof VersionSummary>;

/** One version as it is read, argued about and signed. */
export const AgreementVersion = VersionSummary.extend({
  /** YAML as it was written, with its comments. */
  source: z.string(),
  /** The one text that is hashed and signed. */
  canonical: z.string().nullable(),
  problems: z.array(TextProblem),
  /** No problem is an error. */
  valid: z.boolean(),
  /** Every clause in plain English; empty while the text cannot be read. */
  sentences: z.array(z.object({ clause: z.string(), section: z.string(), name: z.string(), text: z.string() })),
  /** The agreement as data: camelCase names, small grammars as text; null while the text cannot be read. */
  agreement: z.record(z.string(), z.unknown()).nullable(),
  /** Who stands for each party now; `signs` are those who could sign at this moment. */
  parties: z.array(z.object({ party: Party, head: Named.nullable(), deputy: Named.nullable(), signs: z.array(Named) })),
  sponsor: z.enum(['none', 'optional', 'required']),
  reviewOn: Day.nullable(),
  /** `soon` from 30 days before the review date; an overdue agreement stays in force. Null where it is not in force. */
  reviewState: z.enum(['none', 'later', 'soon', 'overdue']).nullable(),
  /** Until when leads still come to members who have not confirmed it; null where it is not in force. */
  acknowledgeBy: Instant.nullable(),
  signatures: z.array(Signature),
  /** Whose signature it still waits for. */
  missing: z.array(Party),
  /** Marketing and Sales were signed for by one and the same person. */
  signedByOnePerson: z.boolean(),
  /** When the caller confirmed it. */
  acknowledgedAt: Instant.nullable(),
  /** What the caller can do with it now. */
  moves: z.array(z.enum(versionMoves)),
  /** For whom the caller signs. */
  signsFor: z.array(Party),
});
export type AgreementVersion = z.infer<typeof AgreementVersion>;

const VersionParams = z.object({ versionId: Id });
const read = { roles: everyRole('all'), scope: 'agreements:read' } as const;
const write = { roles: { admin: 'all', head: 'all' }, scope: 'agreements:write' } as const;
/** No scope: a program never binds anybody. */
const bind = { roles: { head: 'all' } } as const;

const Source = z
  .string()
  .max(longestText, 'Please use at most 1,000,000 characters.')
  .regex(/^[^\0\p{Cs}]*$/u, 'The text holds characters that cannot be stored.');

const Message = z
  .string()
  .trim()
  .min(1, 'Please fill this in.')
  .max(2_000, 'Please use at most 2,000 characters.')
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'Please remove the control characters.');

export const listVersions = contract({
  id: 'agreements.list',
  method: 'GET',
  path: '/api/agreements',
  summary: 'List the versions of the agreement, the newest first.',
  access: read,
  query: PageQuery,
  response: page(VersionSummary),
});

export const draftAgreement = contract({
  id: 'agreements.create',
  method: 'POST',
  path: '/api/agreements',
  summary: 'Draft a new version from a text, the agreement in force, another version or a template.',
  access: write,
  body: z.discriminatedUnion('from', [
    z.strictObject({ from: z.literal('text'), source: Source }),
    z.strictObject({ from: z.literal('in-force') }),
    z.strictObject({ from: z.literal('version'), versionId: Id }),
    z.strictObject({ from: z.literal('template'), template: z.enum(['minimal', 'full']) }),
  ]),
  response: AgreementVersion,
  status: 201,
  example: { from: 'template', template: 'minimal' },
});

export const getInForce = contract({
  id: 'agreements.in-force',
  method: 'GET',
  path: '/api/agreements/in-force',
  summary: 'Read the agreement in force at an instant, now unless said; null when there was none.',
  access: read,
  query: z.object({ at: Instant.optional() }),
  response: z.object({ data: AgreementVersion.nullable() }),
});

export const getVersion = contract({
  id: 'agreements.get',
  method: 'GET',
  path: '/api/agreements/:versionId',
  summary: 'Read one version: text, sentences, problems, signatures, and what you can do next.',
  access: read,
  params: VersionParams,
  response: AgreementVersion,
  versioned: 'read',
});

export const editAgreement = contract({
  id: 'agreements.edit',
  method: 'PATCH',
  path: '/api/agreements/:versionId',
  summary:
    'Replace the text of a version that is not signed, or change places of it. A proposed one becomes a draft and its signatures are void.',
  access: write,
  params: VersionParams,
  body: z
    .strictObject({
      source: Source.optional(),
      edits: z.array(TextEdit).min(1).max(500).optional(),
      /** The text that you began with: a refusal then says what became of it meanwhile, in sentences. */
      base: Source.optional(),
    })
    .refine(({ source, edits }) => (source === undefined) !== (edits === undefined), {
      error: 'Send either source or edits.',
      path: ['source'],
    }),
  response: AgreementVersion,
  versioned: 'edit',
  example: { source: 'format: baton/agreement@1' },
});

export const proposeAgreement = contract({
  id: 'agreements.propose',
  method: 'POST',
  path: '/api/agreements/:versionId/propose',
  summary: 'Propose a draft: its text is frozen and the other side is asked to sign.',
  access: bind,
  params: VersionParams,
  body: z.strictObject({
    message: Message,
    /** For which side, where you act for both. */
    for: Department.optional(),
    /** The start of its term unless said; what has passed by the last signature means at once. */
    effectiveAt: Instant.optional(),
    /** Who qualifies already is handed over in waves of so many per rep and day; null: new touches only. */
    waveSize: z.int().min(1).max(1000).nullable().default(null),
  }),
  response: AgreementVersion,
  versioned: 'edit',
  example: { message: 'Please read and sign.', for: 'sales' },
});

export const signAgreement = contract({
  id: 'agreements.sign',
  method: 'POST',
  path: '/api/agreements/:versionId/sign',
  summary: 'Sign a proposed text for Marketing, Sales or as sponsor. Who acts for both signs once for each.',
  access: { roles: { head: 'all', sponsor: 'all' } },
  params: VersionParams,
  body: z.strictObject({
    party: Party,
    /** Of the text that you read. */
    hash: z.string().regex(/^[0-9a-f]{64}$/, 'Send the hash of the text that you read.'),
    /** The proposal that you read: with the text you sign when it comes into force, and for whom at once. */
    proposal: z.int(),
  }),
  response: AgreementVersion,
  example: { party: 'sales', hash: '0'.repeat(64), proposal: 1 },
});

export const returnAgreement = contract({
  id: 'agreements.return',
  method: 'POST',
  path: '/api/agreements/:versionId/return',
  summary: 'Give a proposal of the other side back, with what you want changed.',
  access: bind,
  params: VersionParams,
  body: z.strictObject({ message: Message }),
  response: AgreementVersion,
  example: { message: 'Four hours are too short on Fridays.' },
});

export const withdrawAgreement = contract({
  id: 'agreements.withdraw',
  method: 'POST',
  path: '/api/agreements/:versionId/withdraw',
  summary: 'Withdraw a draft, your proposal, or a signed text before it comes into force.',
  access: write,
  params: VersionParams,
  response: AgreementVersion,
});

export const getChanges = contract({
  id: 'agreements.changes',
  method: 'GET',
  path: '/api/agreements/:versionId/changes',
  summary: 'Say in sentences what a version changes, against the agreement in force before it unless another is named.',
  access: read,
  params: VersionParams,
  query: z.object({ since: Id.optional() }),
  response: z.object({
    /** Null where nothing is in force: everything is new. */
    since: VersionSummary.nullable(),
    version: VersionSummary,
    data: z.array(
      z.object({
        kind: z.enum(['set', 'add', 'remove', 'replace', 'order']),
        clause: z.string(),
        before: z.string(),
        after: z.string(),
        sentence: z.string(),
      }),
    ),
  }),
});

export const acknowledgeAgreement = contract({
  id: 'agreements.acknowledge',
  method: 'POST',
  path: '/api/agreements/:versionId/acknowledge',
  summary: 'Confirm that you have read the agreement in force.',
  access: 'signed-in',
  params: VersionParams,
  response: z.object({ acknowledgedAt: Instant }),
});

export const listAcknowledgements = contract({
  id: 'agreements.acknowledgements',
  method: 'GET',
  path: '/api/agreements/:versionId/acknowledgements',
  summary: 'List who has confirmed a version and who has not.',
  access: read,
  params: VersionParams,
  response: z.object({
    data: z.array(z.object({ member: Named, department: MemberDepartment, acknowledgedAt: Instant.nullable() })),
  }),
});

export const downloadYaml = contract({
  id: 'agreements.yaml',
  method: 'GET',
  path: '/api/agreements/:versionId/yaml',
  summary: 'Download the text of a version as YAML, with its comments. Drafted from again, it has the same hash.',
  access: read,
  params: VersionParams,
  response: z.string(),
  media: 'application/yaml',
});

export const downloadPdf = contract({
  id: 'agreements.pdf',
  method: 'GET',
  path: '/api/agreements/:versionId/pdf',
  summary: 'Download a version as PDF: its sentences, hash, term and signatures, with the YAML attached.',
  access: read,
  params: VersionParams,
  response: z.string(),
  media: 'application/pdf',
});
