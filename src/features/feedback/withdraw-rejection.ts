import type { Ctx } from '../../context.ts';
import type { RejectionState } from '../../core/handoff/rejection.ts';
import { deleteRejection, findByHandoff } from './store.ts';

/** Where the rejection of a handoff stands; null where it was not rejected. */
export const findRejectionState = async (ctx: Ctx, handoffId: string): Promise<RejectionState | null> =>
  (await findByHandoff(ctx, handoffId))?.status ?? null;

/** Takes a rejection away that nobody has answered, with the verdict that opened it. The audit log keeps both. */
export const withdrawRejection = (ctx: Ctx, handoffId: string): Promise<void> => deleteRejection(ctx, handoffId);
