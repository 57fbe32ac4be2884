import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { briefFields } from '../../core/handoff/brief-fields.ts';
import { Instant } from '../../core/wire.ts';
import { HandoffParams, Ratings } from '../handoffs/schema.ts';

/** Who works with briefs; no program reads them for somebody. */
const readers = { roles: { admin: 'all', head: 'all', lead: 'team', member: 'visible' } } as const;

export const openBrief = contract({
  id: 'briefs.open',
  method: 'POST',
  path: '/api/handoffs/:handoffId/open',
  summary: 'Note that the caller has opened the brief; the first time counts.',
  access: readers,
  params: HandoffParams,
  response: z.object({ openedAt: Instant }),
});

export const rateBrief = contract({
  id: 'briefs.rate',
  method: 'POST',
  path: '/api/handoffs/:handoffId/rate',
  summary: 'Call a part of the brief useful or useless; null takes it back.',
  access: readers,
  params: HandoffParams,
  body: z.strictObject({ field: z.enum(briefFields), useful: z.boolean().nullable() }),
  response: z.object({ ratings: Ratings }),
  example: { field: 'why-now', useful: true },
});
