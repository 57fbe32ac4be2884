import type { Ctx } from '../../context.ts';
import { findHolders } from './store.ts';

/** Who has a handoff within reach, and whom it is about. */
export const findHolder = async (
  ctx: Ctx,
  handoffId: string,
): Promise<{ id: string; contactId: string; memberId: string } | undefined> => (await findHolders(ctx, [handoffId]))[0];
