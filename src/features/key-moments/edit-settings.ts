import { type Ctx, tx } from '../../context.ts';
import { recordChange } from '../audit/record-change.ts';
import { readSettings } from './read-settings.ts';
import type { MomentSettings } from './schema.ts';
import { findPaths, savePaths } from './store.ts';

/** Chooses which pages make a key moment, or leaves it to the agreement. */
export async function editSettings(ctx: Ctx, given: { paths: string[] | null }): Promise<MomentSettings> {
  return tx(ctx, async (ctx) => {
    const paths = given.paths === null ? null : [...new Set(given.paths)];
    const before = await findPaths(ctx);
    if (JSON.stringify(before) !== JSON.stringify(paths)) {
      await savePaths(ctx, paths);
      await recordChange(ctx, {
        ...{ verb: 'moment-settings.edited', object: 'workspace', objectId: ctx.workspace },
        ...{ before: { paths: before }, after: { paths } },
      });
    }
    return readSettings(ctx);
  });
}
