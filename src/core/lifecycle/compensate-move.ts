import type { StageRefusal } from './move-stage.ts';
import { findStandingEvents, type LifecycleHistory, type StageActor, type StageEvent } from './stage-events.ts';

export type Compensated = {
  readonly ok: true;
  readonly event: StageEvent;
  /** What becomes of handoffs that the move opened: within the hour as if they had never been, later in no rate. */
  readonly handoffs: 'voided' | 'cancelled';
};

/** Within this time a move can be undone without a reason. */
const undoWithin = 3_600_000;

/**
 * Takes the last move of a contact back by a further event. Within an hour of its decision that is an undo; later it needs a
 * reason. What other moves were built upon stays: take those back first.
 *
 * @param now epoch milliseconds
 * @example
 * compensateMove({ events: [], mergedInto: null }, 1, { kind: 'user', id: 'mary' }, 0)
 * // { ok: false, code: 'stage.nothing-to-undo', message: 'There is no such move that stands.' }
 */
export function compensateMove(
  history: LifecycleHistory,
  move: number,
  actor: StageActor,
  now: number,
  reason: string | null = null,
): Compensated | StageRefusal {
  const standing = findStandingEvents(history.events);
  const last = standing.at(-1);
  const undone = standing.filter((event) => event.move === move);
  if (history.mergedInto !== null) {
    return refuse('merged', 'This contact was merged into another one. Undo the merge first.');
  }
  if (last === undefined || undone.length === 0) return refuse('nothing-to-undo', 'There is no such move that stands.');
  if (last.move !== move) return refuse('not-last', 'Other moves followed this one. Take those back first.');
  const isUndo = now - last.decidedAt <= undoWithin;
  if (!isUndo && !reason?.trim()) {
    return refuse('too-late', 'A move can be undone within an hour. Later it is put right with a reason.');
  }
  const before = standing.filter((event) => event.move !== move).at(-1);
  return {
    ok: true,
    handoffs: isUndo ? 'voided' : 'cancelled',
    event: {
      seq: (history.events.at(-1)?.seq ?? 0) + 1,
      move: (history.events.at(-1)?.seq ?? 0) + 1,
      cycle: before?.cycle ?? 0,
      cycleKind: before?.cycleKind ?? 'new-business',
      from: last.to,
      to: before?.to ?? null,
      occurredAt: now,
      decidedAt: now,
      actor,
      version: last.version,
      reason,
      note: null,
      inferred: false,
      compensates: move,
    },
  };
}

function refuse(problem: string, message: string): StageRefusal {
  return { ok: false, code: `stage.${problem}`, message };
}
