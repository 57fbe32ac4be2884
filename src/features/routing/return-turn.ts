import type { Ctx } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { giveTurnBack } from '../../core/routing/rotation.ts';
import { findTurn, lockRotation, lockRouting, saveRotation } from './store.ts';

/** Why a turn may be given back: the reason of a verdict that stands, or what became of a meeting. */
export type TurnCause = { reason: string } | { outcome: 'no-show' };

/**
 * Whether the agreement gives the turn back for this: the rule that routed the lead says for what.
 *
 * @param rule the key of that rule; null where a protection or a ruling decided, which took no turn
 */
export function givesTurnBack({ agreement }: Relay, rule: string | null, cause: TurnCause): boolean {
  const creditBack = agreement.routing.find(({ key }) => key === rule)?.creditBack;
  if (creditBack === undefined) return false;
  return 'reason' in cause
    ? creditBack.reasons.includes(cause.reason)
    : creditBack.outcomes.some((outcome) => outcome === cause.outcome);
}

/** Gives the member whose turn a handoff took that turn back. False where no rotation chose. The caller sees to it that it is done once. */
export async function returnTurn(ctx: Ctx, handoffId: string): Promise<boolean> {
  const turn = await findTurn(ctx, handoffId);
  if (turn === undefined || turn.pool === null || turn.chosen === null) return false;
  await lockRouting(ctx);
  const places = await lockRotation(ctx, [turn.pool]);
  await saveRotation(ctx, giveTurnBack(places, turn.chosen));
  return true;
}
