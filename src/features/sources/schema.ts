import { z } from 'zod';
import { everyRole } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Empty, Id, Instant, Line } from '../../core/wire.ts';

/** Where messages come from: `website` is a browser that we look into, `server` a program that we believe. */
export const SourceKind = z.enum(['website', 'server']);

/**
 * What a visitor's `Sec-GPC` or `DNT` means to a website: nothing; that analytics is denied, so that only what they say
 * themselves, such as a form, is taken; or that nothing is taken.
 */
export const PrivacySignal = z.enum(['ignore', 'deny', 'drop']);

/** Something that sends messages, with the key that it sends them under. */
export const Source = z.object({
  id: Id,
  name: z.string(),
  kind: SourceKind,
  /** Null for who may not manage sources. */
  writeKey: z.string().nullable(),
  /** Until when the key before this one works; null where there is none. */
  previousKeyUntil: Instant.nullable(),
  privacySignal: PrivacySignal,
  createdAt: Instant,
  /** Exact to a minute. */
  lastSeenAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
  version: z.int(),
});
export type Source = z.infer<typeof Source>;

const SourceParams = z.object({ sourceId: Id });
const manage = { roles: { admin: 'all', head: 'all' }, scope: 'sources:write' } as const;

export const listSources = contract({
  id: 'sources.list',
  method: 'GET',
  path: '/api/sources',
  summary: 'List sources, the newest first, with their write keys for those who may manage them.',
  access: { roles: everyRole('all'), scope: 'sources:read' },
  response: z.object({ data: z.array(Source) }),
});

export const createSource = contract({
  id: 'sources.create',
  method: 'POST',
  path: '/api/sources',
  summary: 'Create a source and its write key.',
  access: manage,
  body: z.strictObject({
    name: Line,
    kind: SourceKind,
    /** For a website, `deny` unless said; a program has no visitors who could ask. */
    privacySignal: PrivacySignal.optional(),
  }),
  response: Source,
  status: 201,
  example: { name: 'Website', kind: 'website' },
});

export const editSource = contract({
  id: 'sources.edit',
  method: 'PATCH',
  path: '/api/sources/:sourceId',
  summary: 'Rename a source, or change what signals of privacy mean to it.',
  access: manage,
  params: SourceParams,
  body: z.strictObject({ name: Line.optional(), privacySignal: PrivacySignal.optional() }),
  response: Source,
  versioned: 'edit',
  example: { name: 'Shop' },
});

export const revokeSource = contract({
  id: 'sources.revoke',
  method: 'DELETE',
  path: '/api/sources/:sourceId',
  summary: 'Revoke a write key: within ten seconds, nothing is taken under it any more.',
  access: manage,
  params: SourceParams,
  response: Empty,
  status: 204,
});

/** As long as the key before may go on working: a page may be cached, a program released late. */
export const longestOverlap = 90;

export const rotateKey = contract({
  id: 'sources.rotate-key',
  method: 'POST',
  path: '/api/sources/:sourceId/rotate-key',
  summary: 'Give a source a new write key; the one before works on for some days. One that is older ends.',
  access: manage,
  params: SourceParams,
  body: z.strictObject({ days: z.int().min(0).max(longestOverlap).default(7) }),
  response: Source,
  example: { days: 7 },
});
