import { z } from 'zod';
import { contract } from '../../core/contract.ts';
import { Id, Instant, PageQuery, page } from '../../core/wire.ts';

/** One change: who did what to which record, with the values before and after. */
export const AuditEntry = z.object({
  id: Id,
  at: Instant,
  actor: z.object({
    kind: z.enum(['member', 'key', 'system', 'public']),
    id: Id.nullable(),
    name: z.string().nullable(),
  }),
  /** `member.edited`, `team.created`: a noun and what happened to it. */
  verb: z.string(),
  object: z.string(),
  objectId: z.string().nullable(),
  before: z.record(z.string(), z.unknown()).nullable(),
  after: z.record(z.string(), z.unknown()).nullable(),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** What entries are looked for; the same for the page and for the export. */
export const AuditFilter = z.object({
  object: z.string().max(50).optional(),
  objectId: z.string().max(100).optional(),
  actorId: Id.optional(),
  verb: z.string().max(60).optional(),
  from: Instant.optional(),
  to: Instant.optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

const readers = { roles: { admin: 'all', head: 'all', sponsor: 'all' }, scope: 'audit:read' } as const;

export const listAudit = contract({
  id: 'audit.list',
  method: 'GET',
  path: '/api/audit',
  summary: 'List changes, the newest first.',
  access: readers,
  query: PageQuery.extend(AuditFilter.shape),
  response: page(AuditEntry),
});

export const exportAudit = contract({
  id: 'audit.export',
  method: 'GET',
  path: '/api/audit/export',
  summary: 'Export changes as CSV, the newest first.',
  access: readers,
  query: AuditFilter,
  response: z.string(),
  media: 'text/csv',
});
