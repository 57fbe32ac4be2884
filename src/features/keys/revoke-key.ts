import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockKey, updateRevoked } from './store.ts';

/** Revokes an API key: the next request with it is refused. Doing it again changes nothing. */
export async function revokeKey(ctx: Ctx, keyId: string): Promise<Record<never, never>> {
  return tx(ctx, async (ctx) => {
    const key = await lockKey(ctx, keyId);
    if (!key) throw new BatonError('not-found', 'key.not-found', 'There is no such API key.');
    if (key.revokedAt) return {};
    await updateRevoked(ctx, keyId);
    const { name, prefix } = key;
    await recordChange(ctx, { verb: 'key.revoked', object: 'key', objectId: keyId, after: { name, prefix } });
    return {};
  });
}
