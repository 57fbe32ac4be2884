import type { Ctx } from '../../context.ts';
import { touchSource } from './store.ts';

/** Notes that a source has just sent something. Never fails: people look at it, nothing depends on it. */
export async function noteSource(ctx: Ctx, sourceId: string, unseenSince: Date): Promise<void> {
  await touchSource(ctx, sourceId, unseenSince).catch(() => undefined);
}
