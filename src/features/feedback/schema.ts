import { z } from 'zod';
import { Department, everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { fixers, rejectionStates } from '../../core/handoff/rejection.ts';
import { Id, Instant, Named, PageQuery, page } from '../../core/wire.ts';
import { HandoffClock } from '../clocks/schema.ts';
import { Text } from '../notes/schema.ts';

/** What Marketing changes because of a rejection: which campaign, form or scoring clause, and in words. */
const Change = z.strictObject({
  kind: z.enum(['campaign', 'form', 'scoring-clause', 'text']),
  /** The campaign by its name, the form by its key, the clause by its key; nothing for words alone. */
  ref: z.string().trim().min(1).max(200).nullable().default(null),
  text: Text,
});

const LinkedChange = z.object({
  kind: z.enum(['campaign', 'form', 'scoring-clause', 'text']),
  ref: z.string().nullable(),
  text: z.string(),
});

const Statement = z.object({ by: Named.nullable(), at: Instant, text: z.string() });
const May = z.object({ allowed: z.boolean(), why: z.string().nullable() });

/** A rejected lead as a conversation: what Sales said, what Marketing answers, and what both heads decide. */
export const Rejection = z.object({
  id: Id,
  status: z.enum(rejectionStates),
  handoffId: Id,
  contact: Named,
  account: Named.nullable(),
  /** Who gave the verdict. */
  member: Named,
  verdict: z.enum(['recycle', 'disqualify', 'not-a-lead', 'attach']),
  reason: z.object({ key: z.string(), name: z.string(), fixer: z.enum(fixers) }),
  note: z.string().nullable(),
  /** When Sales would try again; null where it said nothing, or where the lead does not come back. */
  wakeUpAt: Instant.nullable(),
  grade: z.string().nullable(),
  campaign: z.string().nullable(),
  persona: z.object({ key: z.string(), name: z.string() }).nullable(),
  openedAt: Instant,
  /** Who must answer; null where the workspace has nobody for it. */
  answerer: Named.nullable(),
  answer: Statement.extend({ changes: z.array(LinkedChange) }).nullable(),
  /** Until when it may be contested; null where the agreement lets nobody. */
  contestUntil: Instant.nullable(),
  contest: Statement.nullable(),
  votes: z.array(
    z.object({
      party: Department,
      ruling: z.enum(['upheld', 'overturned']),
      by: Named,
      at: Instant,
      note: z.string().nullable(),
    }),
  ),
  decidedAt: Instant.nullable(),
  /** The heads did not agree in time, so the rule of the agreement decided: the sponsor sees it. */
  deadlock: z.boolean(),
  /** The lead that an overturned rejection gave back to the rep. */
  newHandoffId: Id.nullable(),
  /** What became of it, in one sentence, for the rep who gave the verdict. */
  consequence: z.string(),
  /** The clocks of its answer and its arbitration. */
  clocks: z.array(HandoffClock),
  may: z.object({ answer: May, contest: May, decide: May }),
  /** For which departments the caller can still rule. */
  parties: z.array(Department),
  version: z.int(),
});
export type Rejection = z.infer<typeof Rejection>;

const readers = {
  roles: { ...everyRole('visible'), admin: 'all', head: 'all', sponsor: 'all' },
  scope: 'handoffs:read',
} as const;
const answerers = {
  roles: { admin: 'all', head: 'all', lead: 'team', member: 'visible' },
  scope: 'handoffs:write',
} as const;
const RejectionParams = z.object({ rejectionId: Id });

const Filter = {
  /** `unsettled` is open or contested. */
  status: z.enum(['unsettled', ...rejectionStates]).optional(),
  reason: z.string().max(100).optional(),
  campaign: z.string().max(200).optional(),
  persona: z.string().max(100).optional(),
  memberId: Id.optional(),
  handoffId: Id.optional(),
  /** Those that the caller must answer or, as head, decide. */
  mine: z.stringbool().optional(),
  /** Those on which the heads did not agree. */
  deadlock: z.stringbool().optional(),
};

export const listFeedback = contract({
  id: 'feedback.list',
  method: 'GET',
  path: '/api/feedback',
  summary: 'List rejected leads with their answers, the latest first.',
  access: readers,
  query: PageQuery.extend(Filter),
  response: page(Rejection),
});

const Group = z.object({
  key: z.string().nullable(),
  name: z.string(),
  total: z.int(),
  open: z.int(),
  contested: z.int(),
});

export const groupFeedback = contract({
  id: 'feedback.groups',
  method: 'GET',
  path: '/api/feedback/groups',
  summary: 'Count rejected leads by reason, campaign and persona.',
  access: readers,
  query: z.object({ from: Instant.optional(), to: Instant.optional() }),
  response: z.object({
    reasons: z.array(Group),
    campaigns: z.array(Group),
    personas: z.array(Group),
    /** How many the caller must answer or decide. */
    mine: z.int(),
  }),
});

export const getRejection = contract({
  id: 'feedback.get',
  method: 'GET',
  path: '/api/feedback/:rejectionId',
  summary: 'Read one rejected lead with its answer.',
  access: readers,
  params: RejectionParams,
  response: Rejection,
});

export const answerRejection = contract({
  id: 'feedback.answer',
  method: 'POST',
  path: '/api/feedback/:rejectionId/answer',
  summary: 'Agree with a rejection: say what Marketing learns from it, or changes.',
  access: answerers,
  params: RejectionParams,
  body: z.strictObject({ text: Text, changes: z.array(Change).max(20).default([]) }),
  response: Rejection,
  example: { text: 'The form asks for the size of the company now.' },
});

export const contestRejection = contract({
  id: 'feedback.contest',
  method: 'POST',
  path: '/api/feedback/:rejectionId/contest',
  summary: 'Contest a rejection instead of answering it: both heads decide.',
  access: answerers,
  params: RejectionParams,
  body: z.strictObject({ text: Text }),
  response: Rejection,
  example: { text: 'She asked for a demo herself.' },
});

export const decideRejection = contract({
  id: 'feedback.decide',
  method: 'POST',
  path: '/api/feedback/:rejectionId/decide',
  summary:
    'Rule on a contested rejection, as head of a department or as deputy. Who heads both rules for both unless said.',
  access: { roles: { head: 'all' } },
  params: RejectionParams,
  body: z.strictObject({
    party: Department.optional(),
    ruling: z.enum(['upheld', 'overturned']),
    note: Text.optional(),
  }),
  response: Rejection,
  example: { ruling: 'upheld' },
});
