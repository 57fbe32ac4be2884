import { type Ctx, tx } from '../../context.ts';
import { judgeUndo } from '../../core/handoff/undo-verdict.ts';
import { recordChange } from '../audit/record-change.ts';
import { restoreClocks } from '../clocks/restore-clocks.ts';
import { undoMove } from '../contacts/undo-move.ts';
import { recordEvents } from '../events/record-events.ts';
import { findRejectionState, withdrawRejection } from '../feedback/withdraw-rejection.ts';
import { findDecider, holdHandoff } from './lock-handoff.ts';
import { readHandoff } from './read-handoff.ts';
import { toConflict } from './refuse-verdict.ts';
import type { Handoff } from './schema.ts';
import { updateHandoff } from './store.ts';
import { scoreAgain } from './write-verdict.ts';

/**
 * Takes a verdict back that was a slip of the hand: the handoff, its clocks and the stage of the contact stand again as they did
 * before it, by a move that says so. The time of the promises has run on meanwhile.
 */
export async function undoVerdict(ctx: Ctx, handoffId: string): Promise<Handoff> {
  return tx(ctx, async (ctx) => {
    const held = await holdHandoff(ctx, handoffId);
    const { row, relay, history } = held;
    const by = await findDecider(ctx);
    const rejection = await findRejectionState(ctx, handoffId);
    const { undo } = row;
    const judged = judgeUndo(held.handoff, {
      ...{ until: undo?.until ?? null, rejection, history, now: ctx.now.getTime() },
    });
    if (!judged.ok || undo === null) throw await toConflict(ctx, judged.ok ? nothing : judged, row);
    if (undo.move !== null) {
      const actor = { kind: 'user' as const, id: by.id };
      await undoMove(ctx, relay, { contactId: row.contactId, move: undo.move, actor, reason: 'undone' });
    }
    const { verdict } = undo;
    await updateHandoff(ctx, handoffId, {
      ...{ status: undo.status, verdict: verdict.verdict, verdictBy: verdict.by, verdictClause: verdict.clause },
      ...{ verdictAt: toDate(verdict.at), acceptedBy: undo.acceptedBy, acceptedAt: toDate(undo.acceptedAt) },
      ...{ reason: null, note: null, closedAt: null, wakeUpAt: null, marketingOwnerId: null, nextStep: null },
      ...{ cancelCause: null, attachedContactId: null, attachedHandoffId: null, undo: null },
    });
    await restoreClocks(ctx, handoffId, undo.clocks);
    if (rejection !== null) await withdrawRejection(ctx, handoffId);
    if (undo.move !== null && row.closedAt !== null) await scoreAgain(ctx, row.contactId);
    const verb = 'handoff.verdict-undone';
    const before = { status: row.status, verdict: row.verdict, reason: row.reason };
    const after = { status: undo.status, verdict: verdict.verdict, reason: null };
    await recordChange(ctx, { verb, object: 'handoff', objectId: handoffId, before, after });
    const memberIds = [row.memberId, row.marketingOwnerId].filter((id) => id !== null);
    await recordEvents(ctx, [{ kind: verb, object: 'handoff', objectId: handoffId, memberIds }]);
    return readHandoff(ctx, handoffId);
  });
}

const nothing = {
  ok: false as const,
  refusals: [{ code: 'handoff.nothing-to-undo' as const, message: 'There is no verdict that could be taken back.' }],
};
const toDate = (at: number | null) => (at === null ? null : new Date(at));
