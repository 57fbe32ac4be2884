import type { Ctx } from '../../context.ts';
import { BatonError } from '../../core/errors.ts';
import { moveStage } from '../../core/lifecycle/move-stage.ts';
import {
  findRung,
  isSideState,
  readLifecycle,
  type StageActor,
  type StageEvent,
} from '../../core/lifecycle/stage-events.ts';
import { cycleBegan } from '../../core/relay/person.ts';
import type { Relay } from '../../core/relay/relay.ts';
import { withdrawLeads } from '../qualification/withdraw-leads.ts';
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
  /** It belongs to an expansion: a customer begins a new cycle by it, and it never counts as new business. */
  expansion?: boolean;
  /** Until when a recycled contact sleeps. */
  wakeUpAt?: Date | null;
};

/**
 * Moves a contact to a stage, in the transaction of what causes it. The caller holds the lock of the contact. Nothing happens
 * where the agreement has no such stage, or where the contact is there or further already; a move that the rules refuse is
 * an error with their code.
 *
 * @returns the number of the move, by which it can be taken back; null where nothing happened
 */
export async function moveContact(ctx: Ctx, relay: Relay, move: ContactMove): Promise<number | null> {
  const { contactId, to } = move;
  const before = (await loadStageEvents(ctx, [contactId])).get(contactId) ?? [];
  const here = readLifecycle(relay.lifecycle, before);
  const rung = findRung(relay.lifecycle, to);
  const isBeyond = findRung(relay.lifecycle, here.current) >= rung;
  const expands = move.expansion === true && to === 'opportunity' && here.current !== to;
  if (!isSideState(to) && (rung === -1 || (isBeyond && !expands))) return null;
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
      expansion: move.expansion ?? false,
    },
  );
  if (!moved.ok) throw new BatonError('conflict', moved.code, moved.message);
  await insertTransitions(
    ctx,
    moved.events.map((event) => ({ contactId, event })),
  );
  await notePlace(ctx, relay, contactId, [...before, ...moved.events], move.wakeUpAt ?? null);
  if (isSideState(to)) await withdrawLeads(ctx, [contactId]);
  return moved.events.at(-1)?.move ?? null;
}

/** Writes where a contact stands by its events. */
export async function notePlace(
  ctx: Ctx,
  relay: Relay,
  contactId: string,
  events: readonly StageEvent[],
  wakeUpAt: Date | null,
): Promise<void> {
  const { current, furthest, cycle } = readLifecycle(relay.lifecycle, events);
  const began = cycleBegan(events);
  await updatePlace(ctx, {
    contactId,
    currentStage: current,
    furthestStage: furthest,
    cycle,
    cycleBeganAt: began === null ? null : new Date(began),
    wakeUpAt,
  });
}
