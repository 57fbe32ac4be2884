import type { Ctx } from '../../context.ts';
import { selectMembers } from './store.ts';

/** Members of the workspace by the keys of their addresses or names, also those who cannot sign in. */
export const findMembers = (
  ctx: Ctx,
  { emailKeys, nameKeys }: { emailKeys: readonly string[]; nameKeys: readonly string[] },
): Promise<{ id: string; emailKey: string; nameKey: string }[]> => selectMembers(ctx, emailKeys, nameKeys);
