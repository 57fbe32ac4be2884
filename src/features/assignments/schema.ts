import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Id, Instant, Named, PageQuery, page } from '../../core/wire.ts';
import { HandoffClock } from '../clocks/schema.ts';
import { Done, Handoff, HandoffParams, Ids } from '../handoffs/schema.ts';

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
  /** Whom routing looked at last, and why each was passed over. */
  skipped: z.array(z.object({ member: Named, why: z.string() })),
  /** How much of the time to find somebody is left; null where no working hours are known. */
  clock: HandoffClock.nullable(),
});
export type QueuedLead = z.infer<typeof QueuedLead>;

/** Whoever works leads without leading sees those of which a rule names them: the ones that they may take. */
export const listQueue = contract({
  id: 'handoffs.queue',
  method: 'GET',
  path: '/api/handoffs/queue',
  summary: 'List leads for which nobody is available, those that wait longest first.',
  access: { roles: { admin: 'all', head: 'all', lead: 'all', member: 'own', sponsor: 'all' }, scope: 'handoffs:read' },
  query: PageQuery,
  response: page(QueuedLead).extend({ /** How many wait in all. */ count: z.int() }),
});

const QueueParams = z.object({ qualificationId: Id });

export const pullLead = contract({
  id: 'queue.pull',
  method: 'POST',
  path: '/api/handoffs/queue/:qualificationId/pull',
  summary: 'Take a lead that waits for somebody, within your cap and where a rule of the agreement names you.',
  access: { roles: { admin: 'all', head: 'all', lead: 'all', member: 'own' } },
  params: QueueParams,
  response: Handoff,
});

export const giveLead = contract({
  id: 'queue.give',
  method: 'POST',
  path: '/api/handoffs/queue/:qualificationId/give',
  summary: 'Give a lead that waits to a member of Sales, within their cap.',
  access: { roles: { admin: 'all', head: 'department', lead: 'all' }, scope: 'handoffs:write' },
  params: QueueParams,
  body: z.strictObject({ memberId: Id }),
  response: Handoff,
  example: { memberId: '{successorId}' },
});

export const giveLeads = contract({
  id: 'queue.give-many',
  method: 'POST',
  path: '/api/handoffs/queue/give',
  summary: 'Give several leads that wait to one member; what cannot be given is told, and stops nothing.',
  access: giveLead.access,
  body: z.strictObject({ qualificationIds: Ids, memberId: Id }),
  response: Done,
  example: { qualificationIds: ['{qualificationId}'], memberId: '{successorId}' },
});
