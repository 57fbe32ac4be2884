import type { Ctx } from '../../context.ts';
import type { StageEvent } from '../../core/lifecycle/stage-events.ts';
import { selectTransitions } from './store.ts';

type TransitionRow = Awaited<ReturnType<typeof selectTransitions>>[number];

/** All moves of the lead stage of some contacts, by contact, in their order. */
export async function loadStageEvents(ctx: Ctx, contactIds: readonly string[]): Promise<Map<string, StageEvent[]>> {
  const events = new Map<string, StageEvent[]>();
  for (const row of await selectTransitions(ctx, contactIds)) {
    const list = events.get(row.contactId) ?? [];
    list.push(toStageEvent(row));
    events.set(row.contactId, list);
  }
  return events;
}

function toStageEvent(row: TransitionRow): StageEvent {
  const { seq, move, cycle, cycleKind, reason, note, inferred, compensates } = row;
  return {
    seq,
    move,
    cycle,
    cycleKind,
    from: row.fromStage,
    to: row.toStage,
    occurredAt: row.occurredAt?.getTime() ?? null,
    decidedAt: row.decidedAt.getTime(),
    actor: { kind: row.actorKind, id: row.actorId },
    version: row.versionId,
    reason,
    note,
    inferred,
    compensates,
  };
}
