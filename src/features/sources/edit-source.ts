import type { z } from 'zod';
import { type Ctx, tx } from '../../context.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { readSource } from './read-source.ts';
import type { editSource as contract, Source } from './schema.ts';
import { lockSource, updateSource } from './store.ts';

/** Renames a source, or changes what signals of privacy mean to it from now on; its key stays. */
export async function editSource(
  ctx: Ctx,
  sourceId: string,
  version: number,
  given: z.output<NonNullable<(typeof contract)['body']>>,
): Promise<Source> {
  return tx(ctx, async (ctx) => {
    const row = requireVersion('source', await lockSource(ctx, sourceId), version);
    const { name = row.name, privacySignal = row.privacySignal } = given;
    await updateSource(ctx, sourceId, { name, privacySignal });
    const before = { name: row.name, privacySignal: row.privacySignal };
    const after = { name, privacySignal };
    await recordChange(ctx, { verb: 'source.edited', object: 'source', objectId: sourceId, before, after });
    return readSource(ctx, sourceId);
  });
}
