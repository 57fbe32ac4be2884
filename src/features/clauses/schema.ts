import { z } from 'zod';
import { everyRole, MemberDepartment } from '../../core/access.ts';
import { versionStatuses } from '../../core/agreement/version-life.ts';
import { contract } from '../../core/contract.ts';
import { Empty, Id, Instant, Line, Named, PageQuery, page } from '../../core/wire.ts';
import { AgreementVersion } from '../agreements/schema.ts';

const VersionParams = z.object({ versionId: Id });
const read = { roles: everyRole('all'), scope: 'agreements:read' } as const;
/** Whom the agreement binds may speak of it; viewers only look on, and a program has no opinion. */
const speak = { roles: { admin: 'all', head: 'all', lead: 'all', member: 'all', sponsor: 'all' } } as const;
const write = { roles: { admin: 'all', head: 'all' } } as const;

/** The place of a clause by names and keys, as sentences have it: `salesCommits.respond`; a whole section by its name. */
const Clause = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'There is no such clause.');

const Body = z
  .string()
  .trim()
  .min(1, 'Please write something.')
  .max(4_000, 'Please use at most 4,000 characters.')
  .regex(/^(?:[^\p{Cc}\p{Cs}]|[\n\t])*$/u, 'Please remove the control characters.');

/** How a clause is kept. Until something measures it, what will be measured is said, never a figure. */
const Compliance = z.object({ state: z.enum(['not-measured', 'not-in-force']), sentence: z.string() });

/** One clause as people read it, with what is said around it. */
export const ClauseReading = z.object({
  clause: z.string(),
  section: z.string(),
  name: z.string(),
  sentence: z.string(),
  comments: z.object({ all: z.int(), openQuestions: z.int() }),
  /** In how many versions that came into force, and this one, it was written or changed. */
  changes: z.int(),
  /** Null for a clause that nobody keeps or breaks, such as a word. */
  compliance: Compliance.nullable(),
  /** "Can I keep this?", of those whom the promise binds, on the sentence as it stands; null where it is no promise. */
  canKeep: z
    .object({
      yes: z.int(),
      no: z.int(),
      /** Whom it binds and who has not answered. */
      unanswered: z.int(),
      /** Answers to the sentence as it was before: they do not count any more. */
      outdated: z.int(),
      /** What was remarked, without names. */
      remarks: z.array(z.object({ canKeep: z.boolean(), remark: z.string() })),
      /** The caller is asked. */
      asked: z.boolean(),
      mine: z.object({ canKeep: z.boolean(), remark: z.string().nullable(), isCurrent: z.boolean() }).nullable(),
    })
    .nullable(),
});
export type ClauseReading = z.infer<typeof ClauseReading>;

export const ClauseComment = z.object({
  id: Id,
  clause: z.string(),
  kind: z.enum(['comment', 'question']),
  body: z.string(),
  author: Named,
  at: Instant,
  /** The version that was read when it was written. */
  version: z.object({ id: Id, number: z.int() }),
  /** The page from which a word was questioned. */
  place: z.string().nullable(),
  resolvedAt: Instant.nullable(),
  resolvedBy: Named.nullable(),
  replies: z.array(z.object({ id: Id, body: z.string(), author: Named, at: Instant })),
  /** The caller may remove it. */
  mayRemove: z.boolean(),
});
export type ClauseComment = z.infer<typeof ClauseComment>;

export const listClauses = contract({
  id: 'clauses.list',
  method: 'GET',
  path: '/api/agreements/:versionId/clauses',
  summary: 'Read a version clause by clause: sentence, comments, open questions, changes, answers, and how it is kept.',
  access: read,
  params: VersionParams,
  response: z.object({ data: z.array(ClauseReading) }),
});

export const getClauseHistory = contract({
  id: 'clauses.history',
  method: 'GET',
  path: '/api/agreements/:versionId/history',
  summary: 'Say which versions wrote or changed a clause, the newest first: before and after, who proposed it and why.',
  access: read,
  params: VersionParams,
  query: z.object({ clause: Clause }),
  response: z.object({
    data: z.array(
      z.object({
        version: z.object({ id: Id, number: z.int(), status: z.enum(versionStatuses) }),
        kind: z.enum(['written', 'changed', 'removed']),
        before: z.string(),
        after: z.string(),
        sentences: z.array(z.string()),
        inForceFrom: Instant.nullable(),
        proposedBy: Named.nullable(),
        proposedFor: z.enum(['marketing', 'sales']).nullable(),
        message: z.string().nullable(),
      }),
    ),
    /** Older versions than were looked at; null for none. */
    olderThan: z.int().nullable(),
  }),
});

export const listComments = contract({
  id: 'clause-comments.list',
  method: 'GET',
  path: '/api/agreements/:versionId/comments',
  summary:
    'List what was said about a clause, or about all, up to this version: open questions first, then the newest.',
  access: read,
  params: VersionParams,
  query: PageQuery.extend({ clause: Clause.optional(), open: z.stringbool().optional() }),
  response: page(ClauseComment),
});

export const writeComment = contract({
  id: 'clause-comments.create',
  method: 'POST',
  path: '/api/agreements/:versionId/comments',
  summary: 'Comment on a clause, ask a question about it, or reply.',
  access: speak,
  params: VersionParams,
  body: z.strictObject({
    clause: Clause,
    kind: z.enum(['comment', 'question']).default('comment'),
    body: Body,
    /** Of the comment or question that this replies to. */
    replyTo: Id.optional(),
  }),
  response: ClauseComment,
  status: 201,
  example: { clause: 'stages.lead', kind: 'question', body: 'Does a newsletter sign-up count?' },
});

const CommentParams = z.object({ clauseCommentId: Id });

export const resolveComment = contract({
  id: 'clause-comments.resolve',
  method: 'POST',
  path: '/api/clause-comments/:clauseCommentId/resolve',
  summary: 'Close a question or a comment, with what was answered; or open it again.',
  access: speak,
  params: CommentParams,
  body: z.strictObject({ resolved: z.boolean().default(true), reply: Body.optional() }),
  response: ClauseComment,
  example: { reply: 'It does not: see the clause on subscribers.' },
});

export const removeComment = contract({
  id: 'clause-comments.delete',
  method: 'DELETE',
  path: '/api/clause-comments/:clauseCommentId',
  summary: 'Remove a comment of your own with its replies; admins remove any.',
  access: speak,
  params: CommentParams,
  response: Empty,
  status: 204,
});

export const answerClause = contract({
  id: 'clauses.answer',
  method: 'POST',
  path: '/api/agreements/:versionId/answers',
  summary: 'Answer "can I keep this?" of a promise that binds you, before it is signed.',
  access: speak,
  params: VersionParams,
  body: z.strictObject({
    clause: Clause,
    canKeep: z.boolean(),
    remark: Body.nullable().default(null),
  }),
  response: ClauseReading,
  example: { clause: 'salesCommits.respond', canKeep: true },
});

/** A word of the common language as a tooltip shows it. */
export const VocabularyWord = z.object({
  term: z.string(),
  clause: z.string(),
  owner: z.object({ head: z.enum(['head-of-marketing', 'head-of-sales']), person: Named.nullable() }),
  marketingSays: z.string().nullable(),
  salesSays: z.string().nullable(),
  means: z.string(),
  openQuestions: z.int(),
});

export const listVocabulary = contract({
  id: 'vocabulary.list',
  method: 'GET',
  path: '/api/vocabulary',
  summary: 'List the agreed words of the agreement in force, with what each side used to say and open questions.',
  access: read,
  response: z.object({
    version: z.object({ id: Id, number: z.int() }).nullable(),
    data: z.array(VocabularyWord),
  }),
});

export const questionWord = contract({
  id: 'vocabulary.question',
  method: 'POST',
  path: '/api/vocabulary/questions',
  summary: 'Question an agreed word, from wherever it is shown.',
  access: speak,
  body: z.strictObject({
    term: Line,
    body: Body,
    /** The page on which it was read, such as /inbox. */
    place: z
      .string()
      .max(200)
      .regex(/^\/[^\s\p{Cc}\p{Cs}]*$/u, 'Write the path of a page.')
      .optional(),
  }),
  response: ClauseComment,
  status: 201,
  example: { term: 'Lead', body: 'Is a returning customer a lead?' },
});

const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/, 'Write a domain such as example.com.');

export const Target = z.object({
  domain: z.string(),
  tier: z.int(),
  name: z.string().nullable(),
  /** Null where it came with a whole text. */
  proposal: z.object({ by: Named, for: MemberDepartment, at: Instant, reason: z.string().nullable() }).nullable(),
  objection: z.object({ by: Named, at: Instant, text: z.string() }).nullable(),
  /** The caller is of the other side and may object. */
  mayObject: z.boolean(),
});
export type Target = z.infer<typeof Target>;

export const listTargets = contract({
  id: 'targets.list',
  method: 'GET',
  path: '/api/agreements/:versionId/targets',
  summary: 'List the target companies of a version with tier, who proposed each and what the other side objects.',
  access: read,
  params: VersionParams,
  response: z.object({
    tiers: z.array(z.object({ tier: z.int(), atMost: z.int(), count: z.int() })),
    data: z.array(Target),
    /** Of the sorted rows, where the list is too long to be part of the text. */
    sha256: z.string().nullable(),
  }),
});

export const setTarget = contract({
  id: 'targets.set',
  method: 'POST',
  path: '/api/agreements/:versionId/targets',
  summary: 'Put a company on the list of targets of a draft, or into another tier.',
  access: write,
  params: VersionParams,
  body: z.strictObject({ domain: Domain, tier: z.int().min(1).max(9), name: Line.optional(), reason: Body.optional() }),
  response: AgreementVersion,
  versioned: 'edit',
  example: { domain: 'plant.example', tier: 1, reason: 'Asked twice for a demo.' },
});

export const removeTarget = contract({
  id: 'targets.remove',
  method: 'POST',
  path: '/api/agreements/:versionId/targets/remove',
  summary: 'Take a company off the list of targets of a draft.',
  access: write,
  params: VersionParams,
  body: z.strictObject({ domain: Domain }),
  response: AgreementVersion,
  versioned: 'edit',
  example: { domain: 'plant.example' },
});

export const objectTarget = contract({
  id: 'targets.object',
  method: 'POST',
  path: '/api/agreements/:versionId/targets/object',
  summary: 'Object to a target company that the other side proposed, or take the objection back with null.',
  access: speak,
  params: VersionParams,
  body: z.strictObject({ domain: Domain, text: Body.nullable() }),
  response: Target,
  example: { domain: 'plant.example', text: 'They signed with a competitor for three years.' },
});
