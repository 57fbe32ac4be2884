import type { Ctx } from '../../context.ts';
import { updateOwners } from './store.ts';

/** Says of some identities whose they are from now on. */
export const moveIdentities = (ctx: Ctx, moved: readonly { id: number; contactId: string | null }[]): Promise<void> =>
  updateOwners(ctx, moved);
