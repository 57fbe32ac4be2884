import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import type { HandoffFact } from '../../core/handoff/clock-effects.ts';
import type { Handoff } from '../../core/handoff/handoff.ts';
import { recordChange } from '../audit/record-change.ts';
import { moveClocks } from '../clocks/move-clocks.ts';
import { moveContact } from '../contacts/move-contact.ts';
import { undoMove } from '../contacts/undo-move.ts';
import { recordEvents } from '../events/record-events.ts';
import type { Held } from './lock-handoff.ts';
import { copyHandoff, insertAssignments, updateHandoff } from './store.ts';
import { scoreAgain } from './write-verdict.ts';

/**
 * Carries out that a rejection was overturned: the rejected handoff leaves every rate, and the linked one is there in its place,
 * accepted, with the same rep and a response of their own that is owed from now on. The stage goes back by a move that says so.
 */
export async function restoreOverturned(
  ctx: Ctx,
  { row, relay }: Held,
  created: Handoff | null,
  facts: readonly HandoffFact[],
): Promise<void> {
  await updateHandoff(ctx, row.id, { overturned: true });
  if (created === null) return;
  const { id, memberId, number } = created;
  await copyHandoff(ctx, row.id, { id, number });
  await insertAssignments(ctx, [{ handoffId: id, memberId, fromAt: ctx.now, toAt: null, cause: 'ruling' }]);
  const { qualificationId, teamId, promises, contactId } = row;
  await moveClocks(ctx, relay, [{ subject: { handoffId: id, qualificationId, memberId, teamId, promises }, facts }]);
  await moveStageBack(ctx, { row, relay });
  await recordChange(ctx, {
    ...{ verb: 'handoff.accepted', object: 'handoff', objectId: id },
    after: { status: 'accepted', acceptedBy: 'ruling', follows: row.id },
  });
  await recordEvents(ctx, [
    { kind: 'handoff.accepted', object: 'handoff', objectId: id, memberIds: [memberId], details: { contactId } },
  ]);
}

/** Who has moved on since the rejection stays where they are: the ruling is about the handoff. */
async function moveStageBack(ctx: Ctx, { row, relay }: Pick<Held, 'row' | 'relay'>): Promise<void> {
  const actor = { kind: 'rule' as const, id: 'arbitrate' };
  const { contactId, undo } = row;
  try {
    if (undo?.move) await undoMove(ctx, relay, { contactId, move: undo.move, actor, reason: 'overturned' });
    await moveContact(ctx, relay, { contactId, to: 'accepted', actor, occurredAt: ctx.now });
  } catch (error) {
    if (!(error instanceof BatonError && error.code.startsWith('stage.'))) throw error;
    ctx.log.info({ handoffId: row.id, code: error.code }, 'an overturned rejection leaves the stage where it is');
  }
  await scoreAgain(ctx, contactId);
}
