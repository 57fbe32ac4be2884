import { type Ctx, tx } from '../../context.ts';
import { requireFound } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { lockSource, updateSource } from './store.ts';

/** Ends a write key. What it sent stays. Doing it again changes nothing. */
export async function revokeSource(ctx: Ctx, sourceId: string): Promise<Record<never, never>> {
  return tx(ctx, async (ctx) => {
    const row = requireFound('source', await lockSource(ctx, sourceId));
    if (row.revokedAt) return {};
    await updateSource(ctx, sourceId, { revokedAt: ctx.now });
    const after = { name: row.name };
    await recordChange(ctx, { verb: 'source.revoked', object: 'source', objectId: sourceId, after });
    return {};
  });
}
