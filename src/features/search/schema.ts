import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Id } from '../../core/wire.ts';
import { readers } from '../contacts/schema.ts';

const SearchKind = z.enum(['contact', 'account', 'deal', 'member', 'team']);
export type SearchKind = z.infer<typeof SearchKind>;

/** One record found by the command palette. */
export const SearchHit = z.object({
  kind: SearchKind,
  id: Id,
  label: z.string(),
  detail: z.string(),
  /** The record whose page shows it: of a deal its company, else one of its people. */
  shownBy: z.object({ kind: z.enum(['contact', 'account']), id: Id }).nullable(),
});
export type SearchHit = z.infer<typeof SearchHit>;

export const search = contract({
  id: 'search.find',
  method: 'GET',
  path: '/api/search',
  summary: 'Find people, companies, deals, members and teams by name or address, kind by kind, the best match first.',
  access: { roles: readers.roles },
  query: z.object({ q: z.string().trim().min(1).max(100) }),
  response: z.object({
    data: z.array(SearchHit).max(30),
    /** The kinds of which there are more than were given: their lists show all. */
    more: z.array(SearchKind),
  }),
});
