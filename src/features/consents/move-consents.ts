import type { Ctx } from '../../context.ts';
import { updateOwners } from './store.ts';

/** Gives what was allowed or refused by messages to those whose messages they proved to be. */
export async function moveConsents(ctx: Ctx, moves: readonly { claimKey: Buffer; contactId: string }[]): Promise<void> {
  if (moves.length > 0) await updateOwners(ctx, moves);
}
