import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Empty, Instant } from '../../core/wire.ts';
import { SessionState } from '../sessions/schema.ts';

/** How many people a sample has unless said. */
export const usualPeople = 450;

/** The sample company of a workspace: `none`, or how far it is. */
export const Sample = z.object({
  status: z.enum(['none', 'waiting', 'making', 'ready', 'failed']),
  /** From 0 to 100. */
  percent: z.int(),
  /** How many people visit it, roughly. */
  people: z.int(),
  askedAt: Instant.nullable(),
});
export type Sample = z.infer<typeof Sample>;

const admins = { roles: { admin: 'all' } } as const;

export const getSample = contract({
  id: 'sample.get',
  method: 'GET',
  path: '/api/sample',
  summary: 'Say how far the sample company is.',
  access: admins,
  response: Sample,
});

export const createSample = contract({
  id: 'sample.create',
  method: 'POST',
  path: '/api/sample',
  summary: 'Have a sample company made beside the workspace: made-up people, never mixed with real records.',
  access: admins,
  body: z.strictObject({ people: z.int().min(20).max(2_000).default(usualPeople) }),
  response: Sample,
  status: 202,
  example: { people: 20 },
});

export const removeSample = contract({
  id: 'sample.remove',
  method: 'DELETE',
  path: '/api/sample',
  summary: 'Remove the sample company with everything in it; whoever is in it comes back to their workspace.',
  access: admins,
  response: Empty,
  status: 204,
});

export const joinSample = contract({
  id: 'sample.join',
  method: 'POST',
  path: '/api/sample/visit',
  summary: 'Look into the sample company with this browser.',
  access: admins,
  response: SessionState,
});

export const leaveSample = contract({
  id: 'sample.leave',
  method: 'DELETE',
  path: '/api/sample/visit',
  summary: 'Come back from the sample company to the workspace.',
  access: 'signed-in',
  response: SessionState,
});
