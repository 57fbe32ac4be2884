import type { Ctx } from '../../context.ts';
import { toSource } from './read-source.ts';
import type { Source } from './schema.ts';
import { selectSources } from './store.ts';

/** Lists the sources of the workspace, the newest first; revoked ones stay as what their messages name. */
export async function listSources(ctx: Ctx): Promise<{ data: Source[] }> {
  return { data: (await selectSources(ctx)).map((row) => toSource(ctx, row)) };
}
