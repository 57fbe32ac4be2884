import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Id } from '../../core/wire.ts';

/** One record found by the command palette. */
export const SearchHit = z.object({ kind: z.enum(['member', 'team']), id: Id, label: z.string(), detail: z.string() });
export type SearchHit = z.infer<typeof SearchHit>;

export const search = contract({
  id: 'search.find',
  method: 'GET',
  path: '/api/search',
  summary: 'Find members and teams by name or e-mail, the best match first.',
  access: { roles: everyRole('all') },
  query: z.object({ q: z.string().trim().min(1).max(100) }),
  response: z.object({ data: z.array(SearchHit).max(20) }),
});
