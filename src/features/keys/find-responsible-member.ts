import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { findCreator } from './store.ts';

/** The member who answers for what is done now: who is signed in, or who created the key that acts. */
export async function findResponsibleMember(ctx: Ctx): Promise<string> {
  const { actor } = ctx;
  const id = actor.kind === 'member' ? actor.id : actor.kind === 'key' ? await findCreator(ctx, actor.id) : undefined;
  if (id !== undefined) return id;
  throw new BatonError('forbidden', 'access.forbidden', 'A member must answer for this.');
}
