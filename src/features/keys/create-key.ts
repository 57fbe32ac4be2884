import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { newId } from '../../db/ids.ts';
import { recordChange } from '../audit/record-change.ts';
import { signedIn } from '../sessions/identify-session.ts';
import { refuseSample } from '../workspaces/refuse-sample.ts';
import { hashKey, mintKey } from './mint-key.ts';
import type { ApiKey, createKey as contract } from './schema.ts';
import { insertKey } from './store.ts';

/** Creates an API key. The answer is the only place where the whole key is ever shown. */
export async function createKey(
  ctx: Ctx,
  body: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<ApiKey & { secret: string }> {
  const creator = signedIn(ctx);
  const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null;
  if (expiresAt && expiresAt <= ctx.now) {
    const detail = 'Choose a time in the future, or none.';
    throw new BatonError('invalid', 'key.expires-in-past', detail, { errors: [{ pointer: '#/expiresAt', detail }] });
  }
  const { key, prefix } = mintKey();
  const id = newId(ctx.now);
  const shown = { name: body.name, prefix, scopes: [...new Set(body.scopes)] };
  await tx(ctx, async (ctx) => {
    await refuseSample(ctx, 'No program gets a key');
    await insertKey(ctx, { id, ...shown, secretHash: hashKey(key), createdBy: creator.id, expiresAt });
    const after = { ...shown, expiresAt: expiresAt?.toISOString() ?? null };
    await recordChange(ctx, { verb: 'key.created', object: 'key', objectId: id, after });
  });
  return {
    id,
    ...shown,
    createdBy: { id: creator.id, name: creator.name },
    createdAt: ctx.now.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: null,
    revokedAt: null,
    secret: key,
  };
}
