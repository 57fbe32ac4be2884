import { z } from 'zod';
import { Scope } from '../../core/access.ts';
import { contract } from '../../core/contract.ts';
import { Empty, Id, Instant, Line, Named } from '../../core/wire.ts';

/** An API key as it can be shown: the secret itself is never stored. */
export const ApiKey = z.object({
  id: Id,
  name: z.string(),
  /** The beginning of the key, to recognise it by. */
  prefix: z.string(),
  scopes: z.array(Scope),
  createdBy: Named,
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;

const admins = { roles: { admin: 'all' } } as const;

export const listKeys = contract({
  id: 'keys.list',
  method: 'GET',
  path: '/api/keys',
  summary: 'List API keys, the newest first.',
  access: admins,
  response: z.object({ data: z.array(ApiKey) }),
});

export const createKey = contract({
  id: 'keys.create',
  method: 'POST',
  path: '/api/keys',
  summary: 'Create an API key. Its secret is in this answer only.',
  access: admins,
  body: z.strictObject({ name: Line, scopes: z.array(Scope).min(1), expiresAt: Instant.nullable().optional() }),
  response: ApiKey.extend({ secret: z.string() }),
  status: 201,
  example: { name: 'Warehouse', scopes: ['members:read'], expiresAt: null },
});

export const revokeKey = contract({
  id: 'keys.revoke',
  method: 'DELETE',
  path: '/api/keys/:keyId',
  summary: 'Revoke an API key at once.',
  access: admins,
  params: z.object({ keyId: Id }),
  response: Empty,
  status: 204,
});
