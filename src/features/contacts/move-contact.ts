import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { moveStage } from '../../core/lifecycle/move-stage.ts';
import { findRung, isSideState, readLifecycle, type StageActor } from '../../core/lifecycle/stage-events.ts';
import { cycleBegan } from '../../core/relay/person.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { loadStageEvents } from './load-stage-events.ts';
import { insertTransitions, updatePlace } from './store.ts';

export type ContactMove = {
  contactId: string;
  /** A stage of the agreement, or a side state. */
  to: string;
  actor: StageActor;
  occurredAt: Date;
  reason?: string;
  note?: string;
  /** Until when a recycled contact sleeps. */
  wakeUpAt?: Date | null;
};

/**
 * Moves a contact to a stage, in the transaction of what causes it. The caller holds the lock of the contact. Nothing happens
 * where the agreement has no such stage, or where the contact is there or further already; a move that the rules refuse is
 * an error with their code.
 */
export async function moveContact(ctx: Ctx, relay: Relay, move: ContactMove): Promise<void> {
  const { contactId, to } = move;
  const before = (await loadStageEvents(ctx, [contactId])).get(contactId) ?? [];
  const here = readLifecycle(relay.lifecycle, before);
  const rung = findRung(relay.lifecycle, to);
  if (!isSideState(to) && (rung === -1 || findRung(relay.lifecycle, here.current) >= rung)) return;
  const moved = moveStage(
    relay.lifecycle,
    { events: before, mergedInto: null },
    {
      to,
      actor: move.actor,
      occurredAt: move.occurredAt.getTime(),
      decidedAt: ctx.now.getTime(),
      version: relay.version.id,
      reason: move.reason ?? null,
      note: move.note ?? null,
    },
  );
  if (!moved.ok) throw new BatonError('conflict', moved.code, moved.message);
  await insertTransitions(
    ctx,
    moved.events.map((event) => ({ contactId, event })),
  );
  const events = [...before, ...moved.events];
  const { current, furthest, cycle } = readLifecycle(relay.lifecycle, events);
  const began = cycleBegan(events);
  await updatePlace(ctx, {
    contactId,
    currentStage: current,
    furthestStage: furthest,
    cycle,
    cycleBeganAt: began === null ? null : new Date(began),
    wakeUpAt: move.wakeUpAt ?? null,
  });
}
