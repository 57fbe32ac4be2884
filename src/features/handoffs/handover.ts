import type { Ctx } from '../../context.ts';
import { reassignHandoff } from '../../core/handoff/handoff.ts';
import { findRelay } from '../agreements/find-relay.ts';
import { recordChange } from '../audit/record-change.ts';
import { type ClockMoves, moveClocks } from '../clocks/move-clocks.ts';
import { reassignClocks } from '../clocks/reassign-clocks.ts';
import { type HandoverPart, refuseUnfitSuccessor } from '../members/handover.ts';
import { lockMember, requireActive } from '../members/lock-member.ts';
import { toHandoff } from './load-handoff.ts';
import { countOpenOf, lockOpenOf, updateMember } from './store.ts';

/** Leads that somebody has: the successor owes a response of their own, and the rest of the time runs on their calendar. */
export const handoffHandovers: readonly HandoverPart[] = [
  {
    kind: 'open-handoffs',
    label: 'Open handoffs',
    count: countOpenOf,
    async refuse(ctx, _fromId, toId) {
      const successor = requireActive(await lockMember(ctx, toId), '#/successorId');
      refuseUnfitSuccessor(successor, { name: 'the open handoffs', department: 'sales' });
    },
    move: reassignAll,
  },
];

async function reassignAll(ctx: Ctx, fromId: string, toId: string): Promise<void> {
  const rows = await lockOpenOf(ctx, fromId);
  const byVersion = new Map<string, ClockMoves[]>();
  for (const row of rows) {
    const move = reassignHandoff(toHandoff(row), toId, ctx.now.getTime());
    if (!move.ok) throw new Error(`A handover was refused: ${move.refusals[0]?.code}`);
    const { id, qualificationId, teamId, promises, versionId } = row;
    const subject = { handoffId: id, qualificationId, memberId: toId, teamId, promises };
    byVersion.set(versionId, [...(byVersion.get(versionId) ?? []), { subject, facts: move.facts }]);
  }
  const ids = rows.map(({ id }) => id);
  await updateMember(ctx, ids, toId, 'handover');
  for (const [versionId, moves] of byVersion) {
    const relay = await findRelay(ctx, versionId);
    if (relay === null) throw new Error(`The agreement version ${versionId} of a handoff was never in force.`);
    await moveClocks(ctx, relay, moves);
  }
  await reassignClocks(ctx, { memberId: toId, teams: new Map(rows.map(({ id, teamId }) => [id, teamId])) });
  for (const { id } of rows) {
    await recordChange(ctx, {
      verb: 'handoff.reassigned',
      object: 'handoff',
      objectId: id,
      before: { memberId: fromId },
      after: { memberId: toId },
    });
  }
}
