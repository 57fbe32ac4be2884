import { type Ctx, tx } from '../../context.ts';
import { requireVersion } from '../../core/version.ts';
import { recordChange } from '../audit/record-change.ts';
import { readSource } from './read-source.ts';
import type { Source } from './schema.ts';
import { lockSource, updateSource } from './store.ts';

/** Renames a source; its key stays. */
export async function editSource(
  ctx: Ctx,
  sourceId: string,
  version: number,
  { name }: { name: string },
): Promise<Source> {
  return tx(ctx, async (ctx) => {
    const row = requireVersion('source', await lockSource(ctx, sourceId), version);
    await updateSource(ctx, sourceId, { name });
    const [before, after] = [{ name: row.name }, { name }];
    await recordChange(ctx, { verb: 'source.edited', object: 'source', objectId: sourceId, before, after });
    return readSource(ctx, sourceId);
  });
}
