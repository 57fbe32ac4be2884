import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { compensateMove } from '../../core/lifecycle/compensate-move.ts';
import type { StageActor } from '../../core/lifecycle/stage-events.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { loadStageEvents } from './load-stage-events.ts';
import { notePlace } from './move-contact.ts';
import { insertTransitions } from './store.ts';

/**
 * Takes the last move of a contact back by a further event, in the caller's transaction. The caller holds the lock of the
 * contact and has seen that Sales is not working on it.
 *
 * @throws BatonError with the code of the rule that refuses
 */
export async function undoMove(
  ctx: Ctx,
  relay: Relay,
  given: { contactId: string; move: number; actor: StageActor; reason: string },
): Promise<void> {
  const { contactId, move, actor, reason } = given;
  const events = (await loadStageEvents(ctx, [contactId])).get(contactId) ?? [];
  const undone = compensateMove({ events, mergedInto: null }, move, actor, ctx.now.getTime(), reason);
  if (!undone.ok) throw new BatonError('conflict', undone.code, undone.message);
  await insertTransitions(ctx, [{ contactId, event: undone.event }]);
  await notePlace(ctx, relay, contactId, [...events, undone.event], null);
}
