import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Empty, Id, Instant, PageQuery, page } from '../../core/wire.ts';
import { readers, writers } from '../contacts/schema.ts';

/** One of two records that may be the same. */
const Side = z.object({ id: Id, name: z.string(), detail: z.string().nullable(), version: z.int() });

/** Two people or two companies that may be one. */
export const Duplicate = z.object({
  id: Id,
  object: z.enum(['contact', 'account']),
  /** The older record first. */
  records: z.tuple([Side, Side]),
  /** How likely it is, 0 to 1. */
  score: z.number(),
  /** What speaks for it and against it, in sentences. */
  reasons: z.array(z.string()),
  foundBy: z.enum(['message', 'import', 'creation', 'scan']),
  foundAt: Instant,
  status: z.enum(['open', 'merged', 'dismissed']),
});
export type Duplicate = z.infer<typeof Duplicate>;

/** Somebody or a company that is known and looks like what is about to be added. */
export const Lookalike = z.object({
  /** Null for a record that is out of the caller's reach. */
  id: Id.nullable(),
  name: z.string().nullable(),
  score: z.number(),
  reasons: z.array(z.string()),
});
export type Lookalike = z.infer<typeof Lookalike>;

const scanners = { roles: { admin: 'all', head: 'all' }, scope: 'contacts:write' } as const;
const Asked = z.string().trim().max(200).optional();

export const listDuplicates = contract({
  id: 'duplicates.list',
  method: 'GET',
  path: '/api/duplicates',
  summary: 'List people or companies within reach that may be the same, the likeliest first.',
  access: readers,
  query: PageQuery.extend({
    object: z.enum(['contact', 'account']).default('contact'),
    status: z.enum(['open', 'dismissed']).default('open'),
  }),
  response: page(Duplicate),
});

export const dismissDuplicate = contract({
  id: 'duplicates.dismiss',
  method: 'POST',
  path: '/api/duplicates/:duplicateId/dismiss',
  summary: 'Say that two records are not the same; the pair is not shown again.',
  access: writers,
  params: z.object({ duplicateId: Id }),
  response: Duplicate,
});

export const reopenDuplicate = contract({
  id: 'duplicates.reopen',
  method: 'POST',
  path: '/api/duplicates/:duplicateId/reopen',
  summary: 'Ask about two records again that were said not to be the same.',
  access: writers,
  params: z.object({ duplicateId: Id }),
  response: Duplicate,
});

export const scanDuplicates = contract({
  id: 'duplicates.scan',
  method: 'POST',
  path: '/api/duplicates/scan',
  summary: 'Look for duplicates among all people and companies; it is done in the background, as every night.',
  access: scanners,
  response: Empty,
  status: 202,
});

export const checkContact = contract({
  id: 'duplicates.check-contact',
  method: 'GET',
  path: '/api/duplicates/contacts',
  summary: 'Say who looks like a person that is about to be added, with reasons.',
  access: writers,
  query: z.object({ email: Asked, phone: Asked, name: Asked, company: Asked, accountId: Id.optional() }),
  response: z.object({ data: z.array(Lookalike) }),
});

export const checkAccount = contract({
  id: 'duplicates.check-account',
  method: 'GET',
  path: '/api/duplicates/accounts',
  summary: 'Say which companies look like one that is about to be added, with reasons.',
  access: writers,
  query: z.object({ name: Asked, domain: Asked, country: Asked }),
  response: z.object({ data: z.array(Lookalike) }),
});
