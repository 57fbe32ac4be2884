import { type Ctx, tx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { mintWriteKey } from './mint-write-key.ts';
import { readSource } from './read-source.ts';
import type { Source } from './schema.ts';
import { lockSource, updateSource } from './store.ts';

const day = 86_400_000;

/**
 * Gives a source a new write key. The one before works on for so many days, so that pages and programs can be changed one
 * by one; with 0 it ends within ten seconds. Throws `source.revoked`.
 */
export async function rotateKey(ctx: Ctx, sourceId: string, { days }: { days: number }): Promise<Source> {
  return tx(ctx, async (ctx) => {
    const row = requireFound('source', await lockSource(ctx, sourceId));
    if (row.revokedAt) {
      throw new BatonError('conflict', 'source.revoked', 'This source is revoked. Create a new one for a new key.');
    }
    const until = days === 0 ? null : new Date(ctx.now.getTime() + days * day);
    await updateSource(ctx, sourceId, {
      writeKey: mintWriteKey(),
      previousKey: until && row.writeKey,
      previousKeyUntil: until,
    });
    const after = { name: row.name, previousKeyUntil: until?.toISOString() ?? null };
    await recordChange(ctx, { verb: 'source.key-rotated', object: 'source', objectId: sourceId, after });
    return readSource(ctx, sourceId);
  });
}
