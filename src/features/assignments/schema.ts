import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Id, Instant, PageQuery, page } from '../../core/wire.ts';
import { Done, Handoff, HandoffParams, Ids, Named } from '../handoffs/schema.ts';

export const reassignHandoff = contract({
  id: 'handoffs.reassign',
  method: 'POST',
  path: '/api/handoffs/:handoffId/reassign',
  summary: 'Give an open lead to another member of Sales, who owes a response of their own.',
  access: { roles: { admin: 'all', head: 'department', lead: 'team' }, scope: 'handoffs:write' },
  params: HandoffParams,
  body: z.strictObject({ memberId: Id }),
  response: Handoff,
  example: { memberId: '{successorId}' },
});

export const pullHandoff = contract({
  id: 'handoffs.pull',
  method: 'POST',
  path: '/api/handoffs/:handoffId/pull',
  summary: 'Take an offered lead over from a colleague who has not decided yet.',
  access: { roles: { admin: 'all', head: 'all', lead: 'team', member: 'visible' } },
  params: HandoffParams,
  response: Handoff,
});

export const reassignHandoffs = contract({
  id: 'handoffs.reassign-many',
  method: 'POST',
  path: '/api/handoffs/reassign',
  summary: 'Give several open leads to one member; what cannot be given is told, and stops nothing.',
  access: reassignHandoff.access,
  body: z.strictObject({ handoffIds: Ids, memberId: Id }),
  response: Done,
  example: { handoffIds: ['{handoffId}'], memberId: '{successorId}' },
});

/** Somebody who qualifies and for whom nobody is available. */
const QueuedLead = z.object({
  qualificationId: Id,
  contact: Named,
  account: Named.nullable(),
  grade: z.string().nullable(),
  since: Instant,
  /** Why nobody has it. */
  reason: z.string(),
  why: z.string(),
});
export type QueuedLead = z.infer<typeof QueuedLead>;

export const listQueue = contract({
  id: 'handoffs.queue',
  method: 'GET',
  path: '/api/handoffs/queue',
  summary: 'List leads for which nobody is available, those that wait longest first.',
  access: { roles: { admin: 'all', head: 'all', lead: 'all', sponsor: 'all' }, scope: 'handoffs:read' },
  query: PageQuery,
  response: page(QueuedLead),
});
