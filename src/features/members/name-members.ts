import type { Ctx } from '../../context.ts';
import { selectNames } from './store.ts';

/** The names of members, also of those who have left. */
export async function nameMembers(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  return new Map((await selectNames(ctx, ids)).map(({ id, name }) => [id, name]));
}
