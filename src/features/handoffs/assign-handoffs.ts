import type { Ctx } from '../../context.ts';
import { reassignHandoff } from '../../core/handoff/handoff.ts';
import { recordChanges } from '../audit/record-change.ts';
import { type ClockMoves, moveClocks } from '../clocks/move-clocks.ts';
import { reassignClocks } from '../clocks/reassign-clocks.ts';
import { recordEvents } from '../events/record-events.ts';
import { notifyMembers } from '../notifications/notify-members.ts';
import { requireRelay, toHandoff } from './load-handoff.ts';
import { type NewAssignment, type StateRow, updateMember, updateTeams } from './store.ts';

/**
 * Gives open handoffs to a member, who owes a response of their own; the rest of the time runs on their calendar, and what was
 * broken before stays with whoever had it. The caller has locked the rows, and the member may have them.
 *
 * @param teamId the team for which the member has them from now on; as it was unless said
 */
export async function assignHandoffs(
  ctx: Ctx,
  rows: readonly StateRow[],
  to: { memberId: string; cause: NewAssignment['cause']; teamId?: string | null },
): Promise<void> {
  if (rows.length === 0) return;
  const byVersion = new Map<string, ClockMoves[]>();
  const teamOf = (row: StateRow) => (to.teamId === undefined ? row.teamId : to.teamId);
  for (const row of rows) {
    const move = reassignHandoff(toHandoff(row), to.memberId, ctx.now.getTime());
    if (!move.ok) throw new Error(`A handover was refused: ${move.refusals[0]?.code}`);
    const { id, qualificationId, promises, versionId } = row;
    const subject = { handoffId: id, qualificationId, memberId: to.memberId, teamId: teamOf(row), promises };
    byVersion.set(versionId, [...(byVersion.get(versionId) ?? []), { subject, facts: move.facts }]);
  }
  const ids = rows.map(({ id }) => id);
  await updateMember(ctx, ids, to.memberId, to.cause);
  if (to.teamId !== undefined) await updateTeams(ctx, ids, to.teamId);
  for (const [versionId, moves] of byVersion) await moveClocks(ctx, await requireRelay(ctx, versionId), moves);
  await reassignClocks(ctx, {
    memberId: to.memberId,
    teams: new Map(rows.map((row) => [row.id, teamOf(row)])),
  });
  const verb = 'handoff.reassigned';
  await recordChanges(
    ctx,
    rows.map(({ id, memberId }) => ({
      ...{ verb, object: 'handoff', objectId: id },
      ...{ before: { memberId }, after: { memberId: to.memberId, cause: to.cause } },
    })),
  );
  await recordEvents(
    ctx,
    rows.map(({ id, memberId, contactId }) => ({
      ...{ kind: verb, object: 'handoff', objectId: id, memberIds: [memberId, to.memberId], details: { contactId } },
    })),
  );
  await notifyMembers(
    ctx,
    rows.map(({ id, contactId, status }) => ({
      ...{ kind: 'lead-reassigned' as const, key: `lead-reassigned:${id}:${ctx.now.toISOString()}` },
      ...{ memberIds: [to.memberId], object: 'handoff' as const, objectId: id, about: { contactId } },
      text: status === 'offered' ? '{who} is your lead now and waits for your answer.' : '{who} is your lead now.',
    })),
  );
}
