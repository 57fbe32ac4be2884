import type { Ctx } from '../../context.ts';
import type { Handoff } from '../handoffs/schema.ts';
import { selectOpenings, selectRatings } from './store.ts';

/** Who has opened the brief of a handoff, and when first. */
export async function listOpenings(ctx: Ctx, handoffId: string): Promise<Handoff['openings']> {
  return (await selectOpenings(ctx, handoffId)).map(({ memberId, name, at }) => ({
    member: { id: memberId, name },
    at: at.toISOString(),
  }));
}

/** What the caller called useful or useless in a brief. */
export async function listRatings(ctx: Ctx, handoffId: string): Promise<Handoff['ratings']> {
  return ctx.actor.kind === 'member' ? selectRatings(ctx, handoffId, ctx.actor.id) : [];
}
