import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { authorise } from '../../http/authorise.ts';
import { writers } from '../contacts/schema.ts';
import { findActor } from '../sessions/find-actor.ts';

/**
 * The ctx of who began a change, with the rights and the reach that they have now: work that goes on behind does nothing that
 * they could not do by hand. Its audit entries name the change.
 *
 * @throws BatonError when they may not any more
 */
export async function loadStarter(
  ctx: Ctx,
  { id, kind, actorId }: { id: string; kind: 'member' | 'key'; actorId: string },
): Promise<Ctx> {
  const requestId = `bulk:${id}`;
  if (kind === 'key') {
    return { ...ctx, requestId, reach: 'all', actor: { kind, id: actorId, name: '', scopes: ['contacts:write'] } };
  }
  const actor = await findActor(ctx, actorId);
  if (actor === null) {
    throw new BatonError('forbidden', 'bulk-edit.starter-gone', 'Whoever began this is no longer an active member.');
  }
  const reach = authorise(writers, { workspace: ctx.workspace, actor, csrfToken: null });
  return { ...ctx, requestId, actor, reach };
}
