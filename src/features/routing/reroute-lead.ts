import type { Ctx } from '../../context.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { logRoutings } from './log-routings.ts';
import { holdRouting, prepareBoard } from './prepare-board.ts';
import { findLastInput } from './store.ts';

type Row = { id: string; contactId: string; qualificationId: string | null; memberId: string; teamId: string | null };

/**
 * To whom a lead goes that its member has left alone: by the rules that held when it was routed, to anybody but them. Null where
 * nobody is available, or nothing is known of how it was routed. The decision is logged, and its turn is taken.
 */
export async function rerouteLead(
  ctx: Ctx,
  relay: Relay,
  row: Row,
): Promise<{ memberId: string; teamId: string | null } | null> {
  await holdRouting(ctx);
  const last = await findLastInput(ctx, row.id);
  if (last === undefined) return null;
  const { lead, rules } = last.input;
  const { accountOwner, contactOwner } = lead;
  const board = await prepareBoard(ctx, relay, [row.memberId, accountOwner, contactOwner]);
  const { decision, input, teamId } = board.decide({
    ...{ accountOwner, contactOwner, foundBy: null, protectedUntil: null, lastPass: null },
    holds: relay.routing.map(({ key }) => rules.find((rule) => rule.key === key)?.holds ?? false),
    excluded: [...new Set([...lead.excluded, row.memberId])],
  });
  const { contactId, qualificationId, id: handoffId } = row;
  await logRoutings(ctx, relay, [{ contactId, qualificationId, handoffId, decision, input }]);
  if (decision.chosen === null) return null;
  await board.save();
  return { memberId: decision.chosen, teamId };
}
