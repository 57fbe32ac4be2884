import type { Ctx } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { givesTurnBack, returnTurn, type TurnCause } from '../routing/return-turn.ts';
import { type StateRow, updateHandoff } from './store.ts';

/** Gives the rep the turn back that a lead took, where the agreement says so: once for each lead. */
export async function returnCredit(
  ctx: Ctx,
  relay: Relay,
  row: Pick<StateRow, 'id' | 'routeRule' | 'turnReturnedAt'>,
  cause: TurnCause,
): Promise<void> {
  if (row.turnReturnedAt !== null || !givesTurnBack(relay, row.routeRule, cause)) return;
  if (await returnTurn(ctx, row.id)) await updateHandoff(ctx, row.id, { turnReturnedAt: ctx.now });
}
